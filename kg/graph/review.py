"""Which actors of different names may be one: pairs for a person to decide, the closest first.

Policy: nothing is merged here. Candidates are people and bodies of one kind that texts name; two whom our data tell
apart are two, and states and international organisations are never compared. The score is rapidfuzz's WRatio over
ASCII letters; what speaks against the pair is taken off and said: given names that clash (Jong-un, Jong-il), family
names that differ, two parties. An acronym that the other name spells out counts as a name of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import yaml
from anyascii import anyascii
from rapidfuzz.fuzz import WRatio, ratio
from rapidfuzz.process import cdist

from kg.extract.names import make_skeleton, split_name
from kg.types import Actor, Mention

_KINDS = frozenset({"person", "armed_group", "company", "organisation", "media"})
_NAMING_FORMS = frozenset({"name", "person", "organisation", "acronym"})

# Pairs below are hardly ever one (found on the names that people.yml spells in several ways, and on news).
LOWEST = 60
_CLASH, _FAMILY, _PARTY = 25, 30, 10
_SURNAME_ONLY = 75
_ACRONYM = 85
# rapidfuzz ratio from which two words may be one in another transcription (Lojkine, Lozhkin: 71).
_SAME_WORD = 65
_ROWS = 512  # names compared at once with all others, which bounds the memory


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors that may be one; `score` is 0 to 100, `reason` says for and against."""

    one: Actor
    other: Actor
    score: int
    reason: str


@dataclass(slots=True)
class _Bearer:
    """An actor with the names that texts give it, and where it was seen first."""

    actor: Actor
    names: dict[str, None] = field(default_factory=dict)
