"""Text of strangers -> text for a terminal: nothing of it can steer the screen or turn the line round."""

from __future__ import annotations

import re
import unicodedata

# Joiners are part of Persian and Hindi spelling; all other invisible characters are dropped.
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"


def clean_text(text: str) -> str:
    """Return a text on one line, without any character that steers, reorders or shows nothing."""
    spaced = re.sub(r"\s+", " ", text)
    return "".join(c for c in spaced if c in _JOINERS or not unicodedata.category(c).startswith("C"))
