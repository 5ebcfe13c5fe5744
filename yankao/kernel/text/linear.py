"""A linear model over signs and pairs of signs: small enough to ship, quick enough to ask.

The file is gzip: a line of JSON (labels, scale, bias), the features one a line, an empty line, and
one signed byte per feature and label.
"""

import gzip
import json
import math
import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HAN = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[a-z]{3,}")
LONGEST = 2000
LEAST = 3  # features below which a text says too little


def features(text: str) -> set[str]:
    """Han signs, pairs of them, and Latin words."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).lower().replace("臺", "台")
    found = set(WORD.findall(plain))
    for run in HAN.findall(plain):
        found.update(run)
        found.update(run[i : i + 2] for i in range(len(run) - 1))
    return found


@dataclass(frozen=True)
class Linear:
    """Weights by feature, as small whole numbers; `scale` gives them back their size."""

    labels: Sequence[str]
    bias: Sequence[float]
    scale: float
    weights: "dict[str, array[int]]"

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Labels with their probability, likeliest first; nothing when the text says too little."""
        known = [self.weights[one] for one in features(text) if one in self.weights]
        if len(known) < LEAST:
            return []
        size = self.scale / math.sqrt(len(known))
        sums = [sum(column) for column in zip(*known, strict=True)]
        scores = [b + s * size for b, s in zip(self.bias, sums, strict=True)]
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        whole = sum(powers)
        ranked = zip(self.labels, (power / whole for power in powers), strict=True)
        return sorted(ranked, key=lambda one: -one[1])

    def save(self, path: Path) -> None:
        """The same weights give the same bytes."""
        head = {"labels": list(self.labels), "scale": self.scale, "bias": list(self.bias)}
        names = sorted(self.weights)
        lines = [json.dumps(head, ensure_ascii=False), *names, ""]
        body = "\n".join(lines).encode() + b"\n" + b"".join(map(self._bytes, names))
        path.write_bytes(gzip.compress(body, mtime=0))

    def _bytes(self, name: str) -> bytes:
        return self.weights[name].tobytes()


def load(path: Path) -> Linear:
    text, _, numbers = gzip.decompress(path.read_bytes()).partition(b"\n\n")
    first, *names = text.decode().split("\n")
    head = json.loads(first)
    width = len(head["labels"])
    rows = (array("b", numbers[i * width : (i + 1) * width]) for i in range(len(names)))
    weights = dict(zip(names, rows, strict=True))
    return Linear(head["labels"], head["bias"], head["scale"], weights)
