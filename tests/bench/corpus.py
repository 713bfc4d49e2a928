"""Time whole builds of a corpus that is made up, beside bare spaCy with the same models and as many processes.

    python tests/bench/corpus.py [DOCUMENTS] [JOBS]

Figures of one run belong together: on a machine that does other work only their ratios mean something. Peak memory is
that of the largest process.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg.extract.gazetteer import load_gazetteer

ROOT = Path(__file__).parent.parent.parent
_FORMS = {
    "en": (
        "{} accused {} of breaking the {} agreement on {}.",
        "The foreign minister of {} met officials from {} to discuss {} and {}.",
        "{} will send {} aid worth {} million dollars, a spokesman said, citing {}.",
        "Talks between {} and {} on {} ended without result after {} hours.",
        "Analysts doubt that {} would support {} in a dispute over {} and {}.",
    ),
    "fr": (
        "{} a accusé {} d'avoir violé l'accord sur {} et {}.",
        "Le ministre des Affaires étrangères de {} a rencontré une délégation de {} pour parler de {} et de {}.",
        "{} livrera à {} une aide liée à {} et à {}, selon un porte-parole.",
        "Les discussions entre {} et {} sur {} et {} ont échoué mardi.",
        "Selon des experts, {} ne soutiendra pas {} dans le conflit sur {} et {}.",
    ),
}
_TOPICS = {
    "en": [
        "fishing",
        "gas",
        "wheat",
        "visas",
        "drones",
        "railways",
        "water",
        "steel",
        "pilgrims",
        "satellites",
        "tariffs",
        "prisoners",
        "ports",
        "mines",
    ],
    "fr": [
        "pêche",
        "gaz",
        "blé",
        "visas",
        "drones",
        "rail",
        "eau",
        "acier",
        "satellites",
        "douanes",
        "prisonniers",
        "ports",
        "mines",
        "pétrole",
    ],
}
_BARE = """
import json, sys
from kg.extract.parsing import load_model, normalise_text
for line in open(sys.argv[1], encoding="utf-8"):
    row = json.loads(line)
    if row["number"] % int(sys.argv[2]) == int(sys.argv[3]):
        list(load_model(row["lang"]).pipe([normalise_text(row["text"])]))
"""


def write_corpus(path: Path, documents: int, *, seed: int = 1) -> None:
    """Write a JSONL file of documents of 4 to 12 sentences, half in French; the same seed gives the same bytes."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    states = {
        code: sorted(a.name for a in load_gazetteer(code).actors.values() if a.kind == "state") for code in _FORMS
    }
    with path.open("w", encoding="utf-8") as stream:
        for number in range(documents):
            language = ("en", "fr")[number % 2]
            text = " ".join(
                chance.choice(_FORMS[language]).format(
                    *chance.sample(states[language], 2), *chance.sample(_TOPICS[language], 2)
                )
                for _ in range(chance.randint(4, 12))
            )
            date = f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            row = {"id": f"d{number}", "number": number, "text": text, "date": date, "lang": language}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def _time(*commands: list[str]) -> float:
    """Run commands side by side and return the seconds until the last has ended."""
    begin = time.monotonic()
    started = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) for command in commands]
    for each in started:
        if each.wait() != 0:
            sys.exit(f"failed: {' '.join(each.args if isinstance(each.args, list) else [])[:200]}")
    return time.monotonic() - begin


def main() -> None:
    """Print the table."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    jobs = int(sys.argv[2]) if len(sys.argv) > 2 else len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as name:
        corpus, more = Path(name) / "corpus.jsonl", Path(name) / "more.jsonl"
        write_corpus(corpus, documents)
        write_corpus(more, documents + max(documents // 100, 1))  # the same and one percent
        build = [sys.executable, "-m", "kg", "build", str(corpus), "-o"]
        bare = [sys.executable, "-c", _BARE, str(corpus), str(jobs)]
        seconds = {f"bare spaCy, {jobs} processes": _time(*([*bare, str(n)] for n in range(jobs)))}
        seconds[f"build, {jobs} processes"] = full = _time([*build, f"{name}/many", "--jobs", str(jobs)])
        seconds["build, one process"] = _time([*build, f"{name}/one", "--jobs", "1"])
        seconds["nothing new"] = _time([*build, f"{name}/many"])
        corpus.write_bytes(more.read_bytes())
        seconds["one percent new"] = _time([*build, f"{name}/many"])
    print(f"{'':28}{'seconds':>9}{'documents/s':>13}{'of the build':>14}")
    for what, each in seconds.items():
        print(f"{what:28}{each:9.1f}{documents / each:13.1f}{each / full:13.1%}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB, {documents} documents")


if __name__ == "__main__":
    main()
