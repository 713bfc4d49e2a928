"""Feed the readers whatever makes them take new paths: python tests/fuzz/readers.py CORPUS -max_total_time=60.

The first byte of an input chooses the suffix, the rest are the bytes to read. CORPUS is a folder that the fuzzer
fills; it begins with tests/files. A fault is left beside it as crash-…; the least input that shows it becomes a test.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import atheris

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]
with atheris.instrument_imports(include=["kg.read"]):
    from reading import FILES, check_reading

    from kg.read.formats import READERS
    from kg.types import Limits

SUFFIXES = sorted(READERS)
# Small, so that the limits are met.
LIMITS = Limits(size=1 << 20, word=50, sentence=200, document=2_000, depth=64, elements=5_000)


def read(data: bytes) -> None:
    """Read one input."""
    if len(data) > 0:
        check_reading(data[1:], SUFFIXES[data[0] % len(SUFFIXES)], LIMITS)


def plant(corpus: Path) -> None:
    """Put the files that programs made into the corpus."""
    corpus.mkdir(parents=True, exist_ok=True)
    for path in FILES.rglob("*"):
        if path.suffix in READERS and path.stat().st_size < 1 << 16:
            (corpus / path.name).write_bytes(bytes([SUFFIXES.index(path.suffix)]) + path.read_bytes())


if __name__ == "__main__":
    logging.disable()
    plant(Path(sys.argv[1]))
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()
