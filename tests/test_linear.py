"""Linear models: written, read back, and asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kg.errors import DataError
from kg.extract.linear import Model, load_model, read_model, write_model


def make_model() -> Model:
    weights = np.array([[2.0, -2.0], [0.0, 1.0]], dtype=np.float32)
    return Model(
        ("NONE", "AID"), ("en", "fr"), {"arms": 0, "score": 1}, weights, np.array([0.5, 0.0], dtype=np.float32)
    )


def test_a_model_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write_model(tmp_path / "m.npz", make_model())
    back = read_model(tmp_path / "m.npz")
    assert (back.labels, back.languages, back.index) == (("NONE", "AID"), ("en", "fr"), {"arms": 0, "score": 1})
    assert np.array_equal(back.weights, make_model().weights)


def test_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.npz", "b.npz"):
        write_model(tmp_path / name, make_model())
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_probabilities_sum_to_one_and_unknown_features_do_not_count() -> None:
    model = make_model()
    assert model.predict(["arms"]).sum() == pytest.approx(1.0)
    assert np.array_equal(model.predict(["arms", "never seen"]), model.predict(["arms"]))
    assert model.predict(["arms"])[0] > model.predict([])[0]


def test_a_measured_feature_counts_by_its_value() -> None:
    model = make_model()
    assert model.predict_measured({"score": 3.0})[1] > model.predict_measured({"score": 1.0})[1]
    assert np.allclose(model.predict_measured({"arms": 1.0}), model.predict(["arms"]))


@pytest.mark.parametrize("bytes_", [b"", b"no archive", b"PK\x03\x04 half an archive"])
def test_a_file_that_is_no_model_is_named(tmp_path: Path, bytes_: bytes) -> None:
    path = tmp_path / "m.npz"
    path.write_bytes(bytes_)
    with pytest.raises(DataError, match=r"m\.npz.*make model"):
        read_model(path)


@pytest.mark.parametrize("name", ["typing", "judging"])
def test_the_models_that_are_shipped_know_both_languages(name: str) -> None:
    assert load_model(name).languages == ("en", "fr")
