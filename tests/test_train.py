"""The examples that the typing model learns from, and the passages that are kept from it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kg.errors import DataError
from kg.extract.vocabulary import data_folder
from kg.run.train import locate, read_examples
from kg.types import EVENT_TYPES, STATUSES

PASSAGES = sorted(Path(__file__).parent.glob("cases/*/passages.yml"))


def test_a_word_is_found_where_it_stands_as_a_whole() -> None:
    assert locate("Malians left Mali for Mali", "Mali") == (13, 17)


def test_a_number_counts_whole_words() -> None:
    assert locate("Malians left Mali for Mali", "Mali#2") == (22, 26)


def test_a_word_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="does not stand in the text"):
        locate("Mali left", "Niger")


def test_every_example_can_be_read_and_each_type_has_many_in_each_language() -> None:
    counts: dict[tuple[str, str], int] = {}
    for example in read_examples(data_folder() / "events" / "examples"):
        for event in {event for _, event, _, _ in example.events}:
            counts[example.language, event] = counts.get((example.language, event), 0) + 1
    assert {(language, event) for language in ("en", "fr") for event in EVENT_TYPES} == set(counts)
    assert min(counts.values()) >= 120


def test_an_example_with_an_unknown_type_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "X.yml").write_text("- {text: Iran met Iraq, events: [[Iran, GREET, Iraq]]}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"X\.yml.*GREET"):
        list(read_examples(tmp_path))


@pytest.mark.parametrize("path", PASSAGES, ids=lambda path: path.parent.name)
def test_every_event_of_the_passages_stands_in_its_text(path: Path) -> None:
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert len(rows) >= 70
    for row in rows:
        for source, event, target, *status in row["events"]:
            locate(row["text"], source)
            locate(row["text"], target)
            assert event in EVENT_TYPES, row
            assert set(status) <= set(STATUSES), row
