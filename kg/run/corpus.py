"""What the inputs of a build hold now, told apart into what the store knows already and what is yet to be extracted.

A file whose name and bytes are known is not read again; of a file that grew, only the documents that are new are
extracted again. Files are looked at one by one, so that memory does not grow with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from kg.read.blob import Blob
from kg.read.files import Admission, File, find_files, open_file
from kg.read.formats import read_blob
from kg.read.text import make_id
from kg.run.store import Entry, Store, make_document_key, make_key
from kg.types import Document, Issue, Limits


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
    limits: Limits
    store: Store
    inputs: list[Input] = field(default_factory=list)
    readings: list[bytes] = field(default_factory=list)
    outcomes: list[bytes] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    _admission: Admission = field(default_factory=Admission)

    def iter_pending(self, names: Iterable[str]) -> Iterator[Pending]:
        """Take up all that files, folders and `-` hold, and yield the documents that are yet to be extracted."""
        for file in find_files(names):
            if isinstance(file, Issue):
                self.issues.append(file)
                continue
            with open_file(file, self.languages, self.limits) as blob:
                if isinstance(blob, Issue):
                    self.issues.append(blob)
                else:
                    yield from self._take_up(blob, file)

    def _take_up(self, blob: Blob, file: File) -> Iterator[Pending]:
        digest, limits = blob.hash(), msgspec.msgpack.encode(self.limits)
        key = make_key(self.fingerprint, file.source.encode("utf-8", "surrogateescape"), limits, digest)
        self.readings.append(key)
        # Of a feed the bytes do not say all: the pages that it links to are fetched anew.
        entries = self.store.find_reading(key) if not file.on_web else None
        if entries is None:
            read: list[Entry] = []
            for item in read_blob(blob):
                entry = Entry(issue=item) if isinstance(item, Issue) else self._name_entry(item)
                read.append(entry)
                if self._admit(entry) and isinstance(item, Document) and not self.store.has_outcome(entry.key):
                    yield Pending(item, entry.key, entry.digest)
            entries = tuple(read)
            self.store.keep_reading(key, entries)
        else:
            for entry in entries:
                self._admit(entry)
        documents = sum(entry.issue is None for entry in entries)
        self.inputs.append(Input(file.source, digest.hex(), documents))

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
