"""Linear models as data: written by `make model`, read without pickle.

A model is a multinomial logistic regression: one row of weights a feature, one column a label. Features are named;
those that training never saw do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from kg.errors import DataError
from kg.extract.vocabulary import data_folder

Scores = NDArray[np.float32]

NONE = "NONE"  # the typing model's label of a pair without an event


@dataclass(frozen=True, slots=True)
class Model:
    """Weights (features x labels) and intercepts, and the languages of the examples that they were learned from."""

    labels: tuple[str, ...]
    languages: tuple[str, ...]
    index: dict[str, int]
    weights: Scores
    intercept: Scores

    def predict(self, features: Iterable[str]) -> Scores:
        """Return the probability of each label, given the features that hold."""
        rows = sorted({self.index[name] for name in features if name in self.index})
        return _normalise(self.weights[rows].sum(axis=0) + self.intercept)

    def predict_measured(self, features: Mapping[str, float]) -> Scores:
        """Return the probability of each label, given features with their values."""
        known = sorted(name for name in features if name in self.index)
        values = np.array([features[name] for name in known], dtype=np.float32)
        return _normalise(values @ self.weights[[self.index[name] for name in known]] + self.intercept)


def _normalise(scores: NDArray[np.float32]) -> Scores:
    scores = np.exp(scores - scores.max())
    return np.asarray(scores / scores.sum(), dtype=np.float32)


def write_model(path: Path, model: Model) -> None:
    """Write a model as numpy arrays; the same model gives the same bytes."""
    names = sorted(model.index, key=lambda name: model.index[name])
    with path.open("wb") as file:
        np.savez(
            file,
            labels=_pack(model.labels),
            languages=_pack(model.languages),
            names=_pack(names),
            weights=model.weights.astype(np.float16),
            intercept=model.intercept.astype(np.float32),
        )


def _pack(lines: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


@lru_cache(maxsize=4)
def load_model(name: str) -> Model:
    """Read a model that `kg` ships (`typing`, `judging`)."""
    return read_model(data_folder() / "events" / f"{name}.npz")


def read_model(path: Path) -> Model:
    """Read a model; a DataError names a file that is none."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
            names, labels, languages = (
                bytes(data[key]).decode().split("\n") for key in ("names", "labels", "languages")
            )
            return Model(
                tuple(labels),
                tuple(languages),
                {name: n for n, name in enumerate(names)},
                data["weights"].astype(np.float32),
                data["intercept"],
            )
    except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
        raise DataError(f"{path}: cannot be read ({error}); make it with 'make model'") from error
