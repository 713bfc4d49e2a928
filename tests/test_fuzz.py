"""A short run of the coverage-guided fuzzer on the readers; `make fuzz` is the long one."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

FUZZER = Path(__file__).parent / "fuzz" / "readers.py"


def test_the_fuzzer_finds_no_fault_in_a_short_run(tmp_path: Path) -> None:
    options = ("-runs=500", "-seed=1", "-timeout=60", "-rss_limit_mb=4096", f"-artifact_prefix={tmp_path}/")
    done = subprocess.run(
        [sys.executable, FUZZER, tmp_path / "corpus", *options],
        capture_output=True, text=True, errors="replace", timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert re.search(r"Done \d+ runs", done.stderr) is not None
    assert list(tmp_path.glob("crash-*")) == []
