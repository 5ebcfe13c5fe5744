"""Finding the passage that answers a question: single characters and pairs, weighed by BM25.

Measured on real questions by `python -m bench.knowledge`. For some thousands of passages
that fit into memory; cases are found by `index`.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import bm25s
import numpy as np

from .index import HAN, WORD, normal

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it talks of every index it makes

K1, B = 1.5, 0.75  # of the settings tried, the best on both sets of questions
LEAST = 0.05  # of the best one's score; what says less is no answer


def tokens(text: str, sizes: Iterable[int] = (1, 2)) -> list[str]:
    """Words and numbers whole, Han text in runs of each size."""
    plain = normal(text)
    found: list[str] = WORD.findall(plain)
    for run in HAN.findall(plain):
        for size in sizes:
            found += [run[at : at + size] for at in range(len(run) - size + 1)]
    return found


@dataclass(frozen=True)
class Found:
    """A passage by its key, and how well it fits; the scale is the index's own."""

    key: int
    score: float


class Passages:
    """An index over texts by key, made once; later texts need another."""

    def __init__(self, texts: Mapping[int, str], sizes: Iterable[int] = (1, 2)) -> None:
        self.keys, self.sizes = list(texts), tuple(sizes)
        self.index: bm25s.BM25 | None = None
        if self.keys:
            self.index = bm25s.BM25(k1=K1, b=B)
            cut = [tokens(text, self.sizes) or [""] for text in texts.values()]
            self.index.index(cut, show_progress=False)

    def find(self, question: str, most: int = 10) -> list[Found]:
        """The best first; none when nothing of the question stands anywhere."""
        if self.index is None:
            return []
        known = [one for one in tokens(question, self.sizes) if one in self.index.vocab_dict]
        if not known:
            return []
        scores = self.index.get_scores(known)
        best = np.argsort(-scores, kind="stable")[:most]
        floor = float(scores[best[0]]) * LEAST
        return [Found(self.keys[at], float(scores[at])) for at in best if scores[at] > floor]
