"""How well the knowledge base finds: `python -m bench.knowledge`.

Two sets of questions with known answers: the city's own (a question must find its answer among all
answers; no question is indexed) and, where the file is there, DRCD's development part.
"""

import gzip
import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DRCD = ROOT.parent / "shared" / "data" / "faq" / "drcd_dev_qa.jsonl.gz"
Asked = Sequence[tuple[str, frozenset[int]]]


def city() -> tuple[Mapping[int, str], Asked]:
    from yankao.chapters.service.contact_centre.knowledge import FAQ

    with gzip.open(FAQ, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    alike: dict[str, set[int]] = {}
    for place, row in enumerate(rows):
        for text in (row["question"].strip(), row["answer"].strip()):
            alike.setdefault(text, set()).add(place)
    texts = {place: row["answer"] for place, row in enumerate(rows)}
    asked = [
        (row["question"], frozenset(alike[row["question"].strip()] | alike[row["answer"].strip()]))
        for row in rows
    ]
    return texts, asked


def drcd() -> tuple[Mapping[int, str], Asked]:
    with gzip.open(DRCD, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    asked = [(one["q"], frozenset([n])) for n, row in enumerate(rows) for one in row["qas"]]
    return {n: row["context"] for n, row in enumerate(rows)}, asked


def measured(texts: Mapping[int, str], asked: Asked, sizes: tuple[int, ...]) -> str:
    """R@1, R@5, mean reciprocal rank of the first ten, questions a second."""
    from yankao.kernel.search.passages import Passages

    index, first, five, rank = Passages(texts, sizes), 0, 0, 0.0
    began = time.perf_counter()
    for question, right in asked:
        found = [one.key for one in index.find(question)]
        place = next((n for n, key in enumerate(found) if key in right), None)
        if place is not None:
            first, five, rank = first + (place == 0), five + (place < 5), rank + 1 / (place + 1)
    many, spent = len(asked), time.perf_counter() - began
    return f"{first / many:.3f} | {five / many:.3f} | {rank / many:.3f} | {many / spent:,.0f}"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yankao.settings.demo")
    import django

    django.setup()
    sets = {"city's questions": city()} | ({"DRCD dev": drcd()} if DRCD.exists() else {})
    print("| questions | index | R@1 | R@5 | MRR@10 | q/s |\n| --- | --- | --- | --- | --- | --- |")
    for name, (texts, asked) in sets.items():
        for words, sizes in (("pairs alone", (2,)), ("characters and pairs", (1, 2))):
            print(f"| {name} ({len(asked):,}) | {words} | {measured(texts, asked, sizes)} |")


if __name__ == "__main__":
    main()
