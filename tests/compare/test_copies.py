"""Sentences that two accounts print alike, in the outlets' own words."""

from __future__ import annotations

import framing
from framing.articles import Article
from framing.compare.copies import copies

WIRE = [
    "The harbour board closed both ferry piers on Tuesday after a night of high water.",
    "Crews pumped the lower car deck dry before the morning shift began its rounds.",
    "Fares for the rest of the week will be paid back at the ticket windows.",
    "Island shops opened late because the bread came by the mail boat instead.",
]
OWN = [
    "Anglers on the east mole said nothing had changed for them since the spring.",
    "A retired pilot keeps a notebook of every closing in the last thirty years.",
]


def pairs(*texts: str) -> list[tuple[str, str, int, int]]:
    articles = [Article(name, text) for name, text in zip("abc", texts, strict=False)]
    return [(one.article, one.other, len(one.places), one.of) for one in copies(framing.analyze(articles))]


def test_equal_and_slightly_edited_sentences_are_counted_in_the_shorter_account() -> None:
    edited = WIRE[0].replace("on Tuesday", "late on Tuesday")
    assert pairs("\n\n".join([*WIRE, *OWN]), "\n\n".join([edited, *WIRE[1:]])) == [("b", "a", 4, 4)]


def test_accounts_of_their_own_words_are_no_pair() -> None:
    assert pairs("\n\n".join(WIRE), "\n\n".join(OWN)) == []


def test_a_shared_quotation_is_no_shared_text() -> None:
    quoted = [f"“{sentence}” the harbour master said." for sentence in WIRE]
    assert pairs("\n\n".join([*quoted, OWN[0]]), "\n\n".join([*quoted, OWN[1]])) == []


def test_places_are_sentences_of_the_article() -> None:
    articles = [Article("a", "\n\n".join(WIRE)), Article("b", "\n\n".join([*WIRE, *OWN]))]
    (one,) = copies(framing.analyze(articles))
    assert [articles[0].text[start:end] for start, end in one.places] == WIRE


def test_empty_texts_share_nothing() -> None:
    assert pairs("", "") == []


def test_an_embedded_post_is_no_shared_text() -> None:
    post = f"{WIRE[0]} {WIRE[1]} {WIRE[2]}\n\n— Harbour Board (@harbourboard) May 3, 2031"
    assert pairs("\n\n".join([OWN[0], post]), "\n\n".join([OWN[1], post])) == []
