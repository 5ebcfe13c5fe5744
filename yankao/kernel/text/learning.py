"""Learns a linear model from texts with their labels, and measures it on texts it has not seen.

Multinomial logistic regression by stochastic gradient descent, in a fixed order: the same examples
give the same weights.
"""

import math
import random
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .linear import Linear, features

ROUNDS = 6
STEP = 0.5
BIAS_STEP = 0.1
LEAST_SEEN = 4
QUIET = 1e-4
SEED = 1999

Example = tuple[str, str]


@dataclass
class _Student:
    """Weights while they are learned."""

    places: dict[str, int]
    labels: list[str]
    weights: list[list[float]] = field(init=False)
    bias: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.weights = [[0.0] * len(self.labels) for _ in self.places]
        self.bias = [0.0] * len(self.labels)

    def see(self, known: list[int], label: int, step: float) -> None:
        """One example: raises its own label and lowers the others by how likely they seemed."""
        size = 1 / math.sqrt(len(known) or 1)
        rows = [self.weights[place] for place in known]
        scores = [b + size * sum(row[k] for row in rows) for k, b in enumerate(self.bias)]
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        whole = sum(powers)
        for k, power in enumerate(powers):
            push = step * (power / whole - (k == label))
            if abs(push) < QUIET:
                continue
            self.bias[k] -= push * BIAS_STEP
            for row in rows:
                row[k] -= push * size


def learn(examples: Sequence[Example]) -> Linear:
    """The weights, rounded to a byte each."""
    seen = [(features(text), label) for text, label in examples]
    often = Counter(one for found, _ in seen for one in found)
    kept = sorted(one for one, times in often.items() if times >= LEAST_SEEN)
    student = _Student(
        {one: place for place, one in enumerate(kept)}, sorted({label for _, label in seen})
    )
    lessons = [
        (sorted(student.places[one] for one in found if one in student.places),
         student.labels.index(label))
        for found, label in seen
    ]  # fmt: skip
    order = random.Random(SEED)  # noqa: S311 – an order, no secret
    for turn in range(ROUNDS):
        order.shuffle(lessons)
        for known, label in lessons:
            student.see(known, label, STEP / (1 + turn))
    return rounded(student)


def rounded(student: _Student) -> Linear:
    most = max(abs(weight) for row in student.weights for weight in row) or 1.0
    scale = most / 127
    weights = {
        one: array("b", [round(weight / scale) for weight in student.weights[place]])
        for one, place in student.places.items()
    }
    bias = [round(one, 4) for one in student.bias]
    return Linear(student.labels, bias, round(scale, 8), weights)


@dataclass(frozen=True)
class Accuracy:
    """How often the right label came first, and was among the first three."""

    asked: int
    first: int
    among_three: int

    def __str__(self) -> str:
        asked = max(1, self.asked)
        return (
            f"{self.asked} texts: top-1 {self.first / asked:.3f}, "
            f"top-3 {self.among_three / asked:.3f}"
        )


def accuracy(model: Linear, examples: Sequence[Example]) -> Accuracy:
    """A text about which the model says nothing counts as wrong."""
    first = among = 0
    for text, label in examples:
        said = [name for name, _ in model.rank(text)[:3]]
        first += said[:1] == [label]
        among += label in said
    return Accuracy(len(examples), first, among)
