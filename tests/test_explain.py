"""Why a text was read as it was: in a terminal, as JSON, and as a page."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli

TEXT = "Iran never delivered drones to Russia, its foreign minister said. Ukraine rejected the denial."


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["explain", *arguments], input=text)


def test_the_sentence_stands_above_its_mentions_words_and_acts() -> None:
    lines = run(TEXT).stdout.splitlines()
    assert lines[0] == "Iran never delivered drones to Russia, its foreign minister said."
    assert any(re.match(r"  who +Iran = Iran \(IRN, state\)", line) for line in lines)
    assert any(
        re.match(r"  word +delivered: AID by “deliver.*source Iran by subject; target Russia by to", line)
        for line in lines
    )
    assert any(re.match(r"  act +kept 0\.\d\d IRN AID RUS, negated by “never”", line) for line in lines)


def test_what_is_kept_are_the_events() -> None:
    told = json.loads(run("--format", "json", TEXT).stdout)
    kept = {(d["source"], d["event"], d["target"]) for s in told["sentences"] for d in s["decisions"] if d["kept"]}
    assert kept == {(e["source"]["code"], e["event"], e["target"]["code"]) for e in told["events"]} != set()


def test_a_text_comes_from_stdin() -> None:
    assert run("-", text=TEXT).stdout == run(TEXT).stdout


def test_a_text_without_actors_says_so_in_no_events() -> None:
    assert run("The weather was fine in spring.").stdout.splitlines()[-1] == "0 events"


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_text_is_an_error(text: str) -> None:
    result = run(text)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "empty" in str(result.exception)


def test_an_unknown_language_is_an_error_that_lists_the_known_ones() -> None:
    result = run("--language", "xx", TEXT)
    assert result.exit_code != 0
    assert "en, fr" in f"{result.stderr}{result.exception}"


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.marked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] == ["mark"]:
            self.marked.append(data)


def test_the_page_marks_who_is_named_and_runs_nothing() -> None:
    page = _Page()
    page.feed(run("--format", "html", f"{TEXT} <script>alert(1)</script><img src=x onerror=alert(1)>").stdout)
    assert {"Iran", "Russia", "Ukraine"} <= set(page.marked)
    assert {"script", "img"}.isdisjoint(page.tags)


def test_nothing_of_a_text_steers_the_terminal() -> None:
    assert "\x1b" not in run("\x1b[31mIran\x1b[0m attacked \x1b]0;x\x07Iraq.").stdout
