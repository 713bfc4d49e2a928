"""Markdown is read as what it shows, with the fields of its front matter."""

from __future__ import annotations

import pytest
from reading import read_issue, read_one

TEXT = """---
title: Une livraison
date: 2024-03-13
lang: fr
outlet: La Dépêche
url: https://a.example/x
---
# La Norvège **livre** des [navires](https://b.example) au Kenya

Oslo a livré *deux* patrouilleurs &amp; un radar.
La Somalie a protesté.

- Le Kenya a remercié la Norvège.
- L'Éthiopie s'est abstenue.
"""


def test_marks_are_no_text_and_blocks_are_paragraphs() -> None:
    document = read_one(TEXT.encode(), "a.md")
    assert [document.text[p.start : p.end] for p in document.paragraphs] == [
        "La Norvège livre des navires au Kenya",
        "Oslo a livré deux patrouilleurs & un radar. La Somalie a protesté.",
        "Le Kenya a remercié la Norvège.",
        "L'Éthiopie s'est abstenue.",
    ]


def test_the_front_matter_gives_the_fields() -> None:
    document = read_one(TEXT.encode(), "a.md")
    assert (document.title, document.date, document.language) == ("Une livraison", "2024-03-13", "fr")
    assert (document.outlet, document.url) == ("La Dépêche", "https://a.example/x")


def test_without_front_matter_the_head_line_is_the_title() -> None:
    assert read_one(TEXT.split("---\n")[2].encode(), "a.md").title == "La Norvège livre des navires au Kenya"


def test_markup_within_is_no_text() -> None:
    text = read_one(b"Kenya <script>alert(1)</script><b>signed</b> an agreement.", "a.md").text
    assert text == "Kenya signed an agreement."


@pytest.mark.parametrize("front", ["a: [", "&a [*a]", "- x", "!!python/object/apply:os.system [ls]"])
def test_front_matter_that_is_none_is_an_issue_or_nothing(front: str) -> None:
    data = f"---\n{front}\n---\nKenya signed an agreement.".encode()
    if "[" in front and "!!" not in front:
        assert "front matter" in read_issue(data, "a.md").cause
    else:
        assert read_one(data, "a.md").text == "Kenya signed an agreement."
