"""Pairs of actors to decide: what may be one comes first, and a decided pair never comes again."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.graph.review import LOWEST, find_pairs, spell_pairs
from kg.types import Actor, Document, Extraction, Mention


def _extract(id: str, *actors: Actor) -> Extraction:
    mentions = tuple(Mention(id, 0, 1, actor.name, "person", 0, 0, (actor,)) for actor in actors)
    return Extraction(Document(id, "", id), mentions)


def _actor(name: str, code: str | None = None, kind: str = "person") -> Actor:
    return Actor(f"{kind}/{name.lower().replace(' ', '-')}", kind, name, code or name)


def _score(one: str, other: str, kind: str = "person", codes: tuple[str | None, str | None] = (None, None)) -> int:
    first, second = _actor(one, codes[0], kind), _actor(other, codes[1], kind)
    pairs = find_pairs([_extract("a", first), _extract("b", second)], ())
    return pairs[0].score if len(pairs) > 0 else 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vladimir Lojkine", "Vladimir Lozhkin"),
        ("Iouri Chtcherbakov", "Yuri Shcherbakov"),
        ("Abdel Hamid Karim", "Abdelhamid Kareem"),
        ("V. Lozhkin", "Vladimir Lozhkin"),
        ("Мухаммед Лобанов", "Mohammed Lobanov"),
        ("Lozhkin", "Vladimir Lozhkin"),
    ],
)
def test_spellings_of_one_name_are_listed(one: str, other: str) -> None:
    assert _score(one, other) >= LOWEST


@pytest.mark.parametrize(
    ("name", "clashing", "closer"),
    [
        ("Choi Jong-ok", "Choi Jong-il", "Choi Jung-ok"),
        ("Vladimir Lozhkin", "Boris Lozhkin", "Vladimir Lojkine"),
        ("Vladimir Lozhkin", "Vladimir Lebedev", "Vladimir Lojkine"),
        ("George H. W. Lake", "George W. Lake", "George Lake"),
    ],
)
def test_names_that_clash_score_lower(name: str, clashing: str, closer: str) -> None:
    assert _score(name, clashing) < _score(name, closer)


def test_two_parties_score_lower_than_one() -> None:
    names = ("Vladimir Lojkine", "Vladimir Lozhkin")
    assert _score(*names, codes=("RUS", "RUS")) > _score(*names, codes=("RUS", "UKR"))


def test_an_acronym_and_the_name_that_it_spells_are_a_pair() -> None:
    assert _score("FVM", "Free Valley Movement", "organisation") > LOWEST
    assert _score("FVM", "Free Mountain Army", "organisation") == 0


def test_kinds_are_not_mixed_and_states_never_compared() -> None:
    actors = [_actor("Lozhkin Vladimir"), _actor("Lozhkin Vladimir", kind="company")]
    states = [Actor("state/NER", "state", "Niger", "NER"), Actor("state/NGA", "state", "Nigeria", "NGA")]
    assert find_pairs([_extract("a", actors[0], states[0]), _extract("b", actors[1], states[1])], ()) == ()


def test_two_whom_our_data_know_are_two_and_a_decided_pair_is_done() -> None:
    one, other = _actor("Boris Lojkine"), _actor("Boris Lozhkin")
    extractions = [_extract("a", one), _extract("b", other)]
    assert len(find_pairs(extractions, {one.id})) == 1
    assert find_pairs(extractions, {one.id, other.id}) == ()
    assert find_pairs(extractions, (), frozenset({frozenset({one.id, other.id})})) == ()


def test_the_id_of_our_data_comes_first() -> None:
    one, other = _actor("Vladimir Lojkine"), _actor("Vladimir Lozhkin")
    (pair,) = find_pairs([_extract("a", one), _extract("b", other)], {other.id})
    assert pair.one.actor == other


def test_the_order_of_documents_changes_nothing() -> None:
    extractions = [_extract(str(n), _actor(f"Ivan Petrov{end}")) for n, end in enumerate(("", "a", "ic", "sky", "ov"))]
    assert list(spell_pairs(find_pairs(extractions, ()))) == list(spell_pairs(find_pairs(extractions[::-1], ())))


FIXTURE = Path(__file__).parent / "fixtures" / "review"
NEWS = FIXTURE / "news.jsonl"


def _review(news: Path = NEWS, *options: str) -> Result:
    return CliRunner().invoke(cli, ["actors", "--review", str(news), *options])


def test_the_file_that_review_prints_is_edited_and_honoured(tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.yml"
    printed = _review()
    assert (printed.exit_code, printed.stderr) == (0, "")
    assert printed.stdout == (FIXTURE / "decisions.yml").read_text(encoding="utf-8")
    (entry,) = yaml.safe_load(printed.stdout)
    assert entry["decision"] == "undecided"
    assert entry["actors"] == ["person/vladimir-lojkine", "person/vladimir-lozhkin"]
    assert entry["score"] >= 80
    assert "both act for RUS" in entry["reason"]
    decisions.write_text(printed.stdout, encoding="utf-8")
    assert _review(NEWS, "--decisions", str(decisions)).stdout == printed.stdout
    for decision in ("merge", "different"):
        decisions.write_text(printed.stdout.replace("decision: undecided", f"decision: {decision}"), encoding="utf-8")
        again = _review(NEWS, "--decisions", str(decisions))
        assert (again.exit_code, yaml.safe_load(again.stdout)) == (0, None)


def test_review_says_where_a_decisions_file_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yml"
    path.write_text("- {decision: merge, actors: [person/a]}\n", encoding="utf-8")
    result = _review(tmp_path, "--decisions", str(path))
    assert result.exit_code == 1
    assert "decisions.yml: entry 1" in str(result.exception)


def test_review_takes_no_format(tmp_path: Path) -> None:
    result = _review(tmp_path, "--format", "table")
    assert result.exit_code == 2
    assert "--format" in result.stderr
