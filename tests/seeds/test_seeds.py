"""The sample events are complete, openly composed, and contain what their event.toml says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from framing.articles.article import Section
from framing.articles.sections import paragraphs
from framing.text.batch import cut

STRAIGHT = str.maketrans("“”‘’", "\"\"''")
VOICES = {"own", "quoted", "reported"}
KINDS = {"direct", "mixed", "indirect", "scare"}
CATEGORIES = {
    *(
        "hype",
        "superlative",
        "virtue",
        "dramatic",
        "emotive",
        "label",
        "one-sided",
        "report-verb",
        "urgency",
        "dilemma",
    ),
    *("vague-attribution", "hedge", "booster", "scare-quote", "minimiser", "presupposition"),
}
#: How many words a sample account has; notices and readouts are shorter.
SHORTEST, LONGEST, SHORTEST_NOTICE = 350, 650, 150


def measured(account: Any) -> Iterator[str]:
    """The paragraphs of an account's body, headline and subheads."""
    text = account.article.text
    left_out = (Section.FURNITURE, Section.CREDIT, Section.CAPTION)
    return (text[p.start : p.end] for p in paragraphs(account.article) if p.section not in left_out)


def in_marks(paragraph: str) -> list[str]:
    """What stands between double quotation marks, straight or curly; a quotation may run on after the paragraph."""
    return paragraph.translate(STRAIGHT).split('"')[1::2]


def is_notice(account: Any) -> bool:
    return "readout" in account.known["stance"] or "notice" in account.known["stance"]


def test_there_are_three_events_of_five_accounts(events: Any) -> None:
    assert len(events) >= 3
    assert all(len(event.accounts) >= 5 for event in events)


def test_every_file_of_an_event_is_described(event: Any) -> None:
    described = {"event.toml", *(account.known["file"] for account in event.accounts)}
    assert {path.name for path in event.folder.iterdir()} == described


def test_every_account_is_described_and_read(event: Any) -> None:
    assert event.known["composed"] is True
    assert event.known["what"].strip()
    for account in event.accounts:
        article, known = account.article, account.known
        assert known["stance"]
        assert (article.outlet, article.date, article.title) == (known["outlet"], known["date"], known["title"])
        assert article.event == event.known["id"]
        assert [(side.name, list(side.members)) for side in article.sides] == [
            (side["name"], side["members"]) for side in event.known["sides"]
        ]


def test_the_ways_of_telling_differ(event: Any) -> None:
    stances = [account.known["stance"].split(",")[0].split(":")[0].split(";")[0] for account in event.accounts]
    assert {"wire", "business", "tabloid"} <= set(stances)
    assert stances.count("partisan") == 2
    assert any(map(is_notice, event.accounts))


def test_every_account_says_at_its_head_that_it_is_composed_and_that_is_not_measured(accounts: Any) -> None:
    for account in accounts:
        first = [line for line in account.article.text.splitlines() if line.strip()][:2]
        assert any(line.startswith("Composed account:") for line in first), account.article.id
        assert not any("Composed account" in paragraph for paragraph in measured(account))


def test_the_headline_is_told_from_the_rest(accounts: Any) -> None:
    for account in accounts:
        text = account.article.text
        heads = [text[p.start : p.end] for p in paragraphs(account.article) if p.section is Section.HEADLINE]
        assert [head.translate(STRAIGHT) for head in heads] == [account.known["title"].translate(STRAIGHT)]


def test_accounts_are_long_enough_to_be_measured(accounts: Any) -> None:
    for account in accounts:
        words = sum(len(paragraph.split()) for paragraph in measured(account))
        shortest = SHORTEST_NOTICE if is_notice(account) else SHORTEST
        assert shortest <= words <= LONGEST, (account.article.id, words)
        document = cut(account.article)
        body = sum(section == 2 for section in document.sentence_section)
        assert body >= 12, (account.article.id, body)


def test_known_answers_stand_in_their_account(accounts: Any) -> None:
    for account in accounts:
        answers = [*account.answers("phrases"), *account.answers("quotations")]
        assert len({(answer.start, answer.end, "kind" in answer.known) for answer in answers}) == len(answers)


def test_known_answers_are_fully_told(accounts: Any) -> None:
    for account in accounts:
        for phrase in account.known.get("phrases", []):
            assert phrase["voice"] in VOICES
            assert phrase["category"] in CATEGORIES, phrase
        for quotation in account.known["quotations"]:
            assert quotation["kind"] in KINDS
            unnamed = quotation["kind"] == "scare" or quotation["text"] in account.known["title"]
            assert "source" in quotation or unnamed, quotation


def test_loaded_accounts_have_many_known_phrases_and_every_category_occurs(accounts: Any) -> None:
    for account in accounts:
        if account.known["stance"].startswith(("partisan", "tabloid")):
            assert len(account.known["phrases"]) >= 12, account.article.id
    occurring = {phrase["category"] for account in accounts for phrase in account.known.get("phrases", [])}
    assert occurring == CATEGORIES


def test_everything_in_quotation_marks_is_a_known_quotation(accounts: Any) -> None:
    for account in accounts:
        known = " ¶ ".join(q["text"].translate(STRAIGHT) for q in account.known["quotations"])
        for paragraph in measured(account):
            for words in in_marks(paragraph):
                assert words in known, (account.article.id, words)


def test_real_persons_say_only_what_is_on_record(events: Any) -> None:
    real = next(event for event in events if "on_record" in event.known)
    on_record = {quote.lower() for quote in real.known["on_record"]}
    for account in real.accounts:
        scare = {q["text"] for q in account.known["quotations"] if q["kind"] == "scare"}
        single = re.findall(r"'([^']+)'(?=[:,. ])", account.known["title"])
        for words in [*single, *(words for paragraph in measured(account) for words in in_marks(paragraph))]:
            assert words.rstrip(".,").lower() in on_record or words in scare, (account.article.id, words)


def test_no_sentence_but_a_quotation_is_told_twice(accounts: Any) -> None:
    told = {}
    for account in accounts:
        document = cut(account.article)
        text = account.article.text.translate(STRAIGHT)
        spans = zip(document.sentence_start, document.sentence_end, strict=True)
        told[account.article.id] = {
            sentence for start, end in spans if '"' not in (sentence := text[start:end]) and len(sentence.split()) > 7
        }
    for one, other in combinations(sorted(told), 2):
        assert not told[one] & told[other], (one, other)


@pytest.mark.parametrize(
    "hard",
    [
        *(
            "U.S.-Canada",
            "25%",
            "$1.2 billion",
            "$4.5 million",
            "April 2—a",
            "April 2–3",
            "51st",
            "Mr.",
            "Dr. H. J. Falk",
        ),
        *("a.m.", "p.m.", "K. L. Brandvold", "A-", "0.5%", "1,200"),
    ],
)
def test_the_hard_cases_of_cutting_text_occur(accounts: Any, hard: str) -> None:
    assert any(hard in paragraph for account in accounts for paragraph in measured(account))


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("nested in curly", "“[^”]*‘[^’]+’[^”]*”"),
        ("nested in straight", '"[^"]* \'[^\']+\'[^"]*"'),
        ("split by its cue", r",” \w+ \w+, “|,\" said [^\"]+, \""),
        ("over two paragraphs", r"“[^”]+\n\n“[^”]+”"),
        ("a headline in single quotes", r"\A\s*(?:Composed[^\n]+\n\n)?['‘][^\n]+['’]:"),
    ],
)
def test_the_hard_cases_of_quotation_marks_occur(accounts: Any, what: str, pattern: str) -> None:
    assert any(re.search(pattern, account.article.text) for account in accounts), what


def test_an_account_keeps_to_one_style_of_marks_and_both_styles_occur(event: Any) -> None:
    styles = set()
    for account in event.accounts:
        text = account.article.text
        assert not ('"' in text and "“" in text), account.article.id
        styles |= {mark for mark in '"“' if mark in text}
    assert styles == {'"', "“"}


def test_kinds_of_files_differ(accounts: Any) -> None:
    assert {account.known["file"].rsplit(".")[1] for account in accounts} == {"txt", "md", "html"}


def test_accounts_on_either_side_are_about_equally_loaded(event: Any) -> None:
    one, other = (
        len(account.known["phrases"]) / sum(len(paragraph.split()) for paragraph in measured(account))
        for account in event.accounts
        if account.known["stance"].startswith("partisan")
    )
    assert max(one, other) <= 1.5 * min(one, other)
