"""README keeps step with the program: every command is in it, and every file that it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from kg.cli import cli
from kg.export import FORMATS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DATA = ROOT / "kg" / "data"
WRITTEN = {each.file for each in FORMATS.values()}

_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_KINDS = "py|md|yml|ttl|rq|txt|jsonl?|toml|png|html|csv|gexf|graphml"
_PATH = re.compile(rf"(?<![\w./<~*-])(?:[\w.-]+/)*[\w-]+\.(?:{_KINDS})\b")
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")


def _list_paths() -> list[str]:
    found = {path for code in _CODE.findall(README) for path in _PATH.findall(code)}
    return sorted(found | set(_LINK.findall(README)))


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_readme_shows_every_command(name: str) -> None:
    assert re.search(rf"\bkg {name}\b", README) is not None


def test_readme_names_no_command_that_is_not_there() -> None:
    shown = set(re.findall(r"(?m)(?:^|`|\$ |bin/)kg ([a-z]+)\b", "\n".join(_CODE.findall(README))))
    assert shown <= set(cli.commands)


def test_readme_names_files() -> None:
    assert len(_list_paths()) > 0


@pytest.mark.parametrize("path", _list_paths())
def test_every_file_that_readme_names_exists(path: str) -> None:
    name = path.rsplit("/", 1)[-1]
    # What a build writes is not in the repository; a bare name may be told at length beside its folder.
    assert name in WRITTEN or (ROOT / path).exists() or ("/" not in path and any(_find(name)))


def _find(name: str) -> list[Path]:
    return [path for folder in ("kg", "tests", "seeds") for path in (ROOT / folder).rglob(name)]


def test_readme_names_the_test_command_that_ci_runs() -> None:
    commands = [line.strip() for line in (ROOT / ".ci" / "run").read_text().splitlines()]
    assert commands[-2:] == ["make", "make test"]
    assert "make test" in README


@pytest.mark.parametrize("path", sorted(DATA.glob("languages/*/*.yml")), ids=lambda path: "-".join(path.parts[-2:]))
def test_the_readme_of_the_data_explains_every_file_and_every_key(path: Path) -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    assert f"/{path.name}" in text
    content = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    keys = {key for entry in content for key in entry} if isinstance(content, list) else set(content)
    if path.name == "contexts.yml":
        return
    assert {key for key in keys if f"`{key}`" not in text} == set()
