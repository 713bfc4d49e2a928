"""What the inputs of a build hold now, told apart into what the store knows already and what is yet to be extracted.

A file whose name and bytes are known is not read again; of a file that grew, only the documents that are new are
extracted again. Files are looked at one by one, so that memory does not grow with them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.read.files import Admission, File, find_files, load_file, read_bytes
from kg.read.text import make_id
from kg.run.store import Entry, Store, make_document_key, make_key
from kg.types import Document, Issue


@dataclass(frozen=True, slots=True)
class Input:
    """One file that was read: its name, the hash of its bytes, and how many documents it holds."""

    source: str
    sha256: str
    documents: int


@dataclass(frozen=True, slots=True)
class Pending:
    """A document without an outcome, the key of the outcome to come, and the digest of its text."""

    document: Document
    key: bytes
    digest: str


@dataclass(slots=True)
class Corpus:
    """The files and documents of one build, by their keys in the store, and what could not be read."""

    fingerprint: str
    languages: tuple[str, ...]
    store: Store
    inputs: list[Input] = field(default_factory=list)
    readings: list[bytes] = field(default_factory=list)
    outcomes: list[bytes] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    _admission: Admission = field(default_factory=Admission)

    def iter_pending(self, names: Iterable[str]) -> Iterator[Pending]:
        """Take up all that files, folders and `-` hold, and yield the documents that are yet to be extracted."""
        for file in find_files(names):
            data = file if isinstance(file, Issue) else load_file(file)
            if isinstance(data, bytes) and isinstance(file, File):
                yield from self._take_up(data, file.source)
            elif isinstance(data, Issue):
                self.issues.append(data)

    def _take_up(self, data: bytes, source: str) -> Iterator[Pending]:
        key = make_key(self.fingerprint, source.encode("utf-8", "surrogateescape"), data)
        self.readings.append(key)
        entries = self.store.find_reading(key)
        if entries is None:
            entries = ()
            for item in read_bytes(data, source, self.languages):
                entry = Entry(issue=item) if isinstance(item, Issue) else self._name_entry(item)
                entries += (entry,)
                if self._admit(entry) and isinstance(item, Document) and not self.store.has_outcome(entry.key):
                    yield Pending(item, entry.key, entry.digest)
            self.store.keep_reading(key, entries)
        else:
            for entry in entries:
                self._admit(entry)
        documents = sum(entry.issue is None for entry in entries)
        self.inputs.append(Input(source, hashlib.sha256(data).hexdigest(), documents))

    def _name_entry(self, document: Document) -> Entry:
        key = make_document_key(self.fingerprint, document)
        return Entry(key, document.id, make_id("", document.text), document.source)

    def _admit(self, entry: Entry) -> bool:
        """Take an entry up; False where it is an issue, was there before, or its id is taken."""
        admitted = entry.issue or self._admission.admit(entry.id, entry.digest, entry.source)
        if isinstance(admitted, Issue):
            self.issues.append(admitted)
        elif admitted:
            self.outcomes.append(entry.key)
        return admitted is True
