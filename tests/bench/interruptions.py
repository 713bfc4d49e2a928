"""Kill builds at random moments, let a last one end, and compare its output with that of a build nobody disturbed.

python tests/bench/interruptions.py [KILLS]
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
_SIDES = ("Iran", "Russia", "Ukraine", "Oman", "France", "Egypt", "Japan", "Brazil")


def interrupt_builds(folder: Path, *, kills: int, documents: int, seed: int) -> list[float]:
    """Build `folder`/whole at once and `folder`/killed with builds that are killed; return when, in seconds."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    inputs = folder / "inputs.jsonl"
    inputs.write_text("\n".join(_write_line(number, chance) for number in range(documents)), encoding="utf-8")
    begin = time.monotonic()
    _start(inputs, folder / "whole").wait(timeout=3600)
    whole = time.monotonic() - begin
    moments = []
    for _ in range(kills):
        started = _start(inputs, folder / "killed")
        moments.append(chance.uniform(0, whole))
        try:
            started.wait(moments[-1])
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()
    _start(inputs, folder / "killed").wait(timeout=3600)
    return moments


def read_output(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file of a build but its store; empty where the build left none."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.startswith(".store")}


def _start(inputs: Path, output: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kg", "build", str(inputs), "-o", str(output), "--jobs", "2"]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)


def _write_line(number: int, chance: random.Random) -> str:
    sentences = [
        "{} met {} in {} on Monday and accused it of arming {}.".format(*chance.sample(_SIDES, 4)) for _ in range(8)
    ]
    return json.dumps({"id": f"d{number}", "text": " ".join(sentences), "date": "2023-08-22", "lang": "en"})


def main() -> None:
    """Run the whole and say what came of it."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        moments = interrupt_builds(folder, kills=kills, documents=60, seed=2)
        print("killed after", ", ".join(f"{moment:.1f}" for moment in moments), "seconds")
        killed, whole = read_output(folder / "killed"), read_output(folder / "whole")
        print(f"{len(whole)} files,", "all equal" if killed == whole else "NOT equal")
    sys.exit(killed != whole)


if __name__ == "__main__":
    main()
