"""What extraction costs beside bare spaCy: `python tests/bench/extraction.py FILE.jsonl` prints a table.

The same texts, the same models, one process, in turn: spaCy alone (each text through its language's pipeline), then
`kg`'s whole extraction. Processor seconds, the least of three rounds. Wanted: at most 1.5 times bare spaCy.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from kg.extract.parsing import load_model
from kg.extract.pipeline import extract
from kg.read.files import read_documents
from kg.types import Document

ROUNDS = 3


def parse_alone(documents: list[Document]) -> None:
    """Run each paragraph through the model of its language."""
    for document in documents:
        for paragraph in document.paragraphs:
            load_model(paragraph.language)(document.text[paragraph.start : paragraph.end])


def extract_all(documents: list[Document]) -> None:
    """Run the whole extraction."""
    for document in documents:
        extract(document)


def measure(work: Callable[[list[Document]], None], documents: list[Document]) -> float:
    """Return the processor seconds of one round."""
    start = time.process_time()
    work(documents)
    return time.process_time() - start


def main(path: str) -> None:
    """Print the table."""
    documents = [d for d in read_documents([path], ("en", "fr")) if isinstance(d, Document)]
    for work in (parse_alone, extract_all):  # load what is loaded once
        work(documents[:2])
    rounds = [(measure(parse_alone, documents), measure(extract_all, documents)) for _ in range(ROUNDS)]
    bare, whole = (min(column) for column in zip(*rounds, strict=True))
    print(f"{len(documents)} documents, {sum(len(d.text) for d in documents):,} characters")
    print(f"bare spaCy  {bare:6.2f} s")
    print(f"kg          {whole:6.2f} s   {whole / bare:.2f} times")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
