"""Name in hashes all that a result depends on beside the texts: code, data, models, versions of packages.

What only exporters depend on is not part of the fingerprint of an extraction, so that a new export format does not
make every document be read again. The number of processes and the time are never part of anything.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement

from kg.errors import InputError
from kg.extract.vocabulary import Additions, list_languages, read_model_name

_ROOT = Path(__file__).parent.parent
# What reading, extraction and the sketch of a text are made by. The examples only train the model.
_EXTRACTION = ("errors.py", "types.py", "read", "extract", "graph/stories.py", "data/actors", "data/columns.yml",
               "data/events/model.npz", "data/languages")  # fmt: skip
_LANGUAGE_MODEL = "langidentify"


def make_fingerprint(additions: Additions) -> str:
    """Hash all that an extraction depends on beside its document."""
    parts = [hash_code(_EXTRACTION), list_versions(), hash_models(additions.languages), hash_additions(additions)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def hash_code(parts: Iterable[str] = (".",)) -> str:
    """Hash these files and folders of `kg`; all of it by default."""
    paths = {path for part in parts for path in _list_files(_ROOT / part)}
    return _hash_files(_ROOT, paths)


def hash_additions(additions: Additions) -> dict[str, list[dict[str, str]]]:
    """Name and hash what a user adds, by the option; the order of files counts, as later ones win."""
    decisions = () if additions.decisions is None else (additions.decisions,)
    given = {"actors": additions.actors, "languages": additions.languages, "decisions": decisions}
    return {
        option: [{"name": path.name, "sha256": _hash_files(path.parent, _list_files(path))} for path in paths]
        for option, paths in given.items()
    }


@cache
def hash_models(folders: tuple[Path, ...] = ()) -> dict[str, str]:
    """Hash each model that is installed, by the name of its package; `folders` are users' folders of languages."""
    names = {read_model_name(code, folders) for code in list_languages(folders)} - {None}
    found = {}
    for name in sorted({*names, _LANGUAGE_MODEL}, key=str):
        spec = find_spec(str(name))
        if spec is not None and spec.submodule_search_locations is not None:
            root = Path(spec.submodule_search_locations[0])
            found[str(name)] = _hash_files(root, _list_files(root))
    return found


@cache
def list_versions() -> dict[str, str]:
    """Return the version of Python and of each package that `kg` runs on, in the order of the names."""
    found: dict[str, str] = {}
    wanted = ["kg"]
    while len(wanted) > 0:
        name = wanted.pop()
        if name in found:
            continue
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue  # only needed on another system
        found[name] = package.version
        needs = [Requirement(text) for text in package.requires or ()]
        wanted += [need.name.lower() for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    return {"python": platform.python_version(), **dict(sorted(found.items()))}


def hash_file(path: Path) -> str:
    """Hash the bytes of a file; raises InputError where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error


def _list_files(path: Path) -> set[Path]:
    if path.is_file():
        return {path}
    return {each for each in path.rglob("*") if each.is_file() and each.suffix != ".pyc"}


def _hash_files(root: Path, paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in paths):
        digest.update(f"{name}\0{hash_file(path)}\n".encode())
    return digest.hexdigest()
