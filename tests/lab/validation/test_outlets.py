"""A report of shuffled articles claims nothing, and one with a planted difference claims it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from framing.analysis import analyze
from framing.articles import Article
from framing.compare.accounts import accounts_of
from framing.compare.differences import comparable
from lab.validation.outlets import _claims, null_score

PLAIN = "The council of the town met on the quay in June. A clerk read the plan, and the members voted for it."
LOADED = "“It is a disgrace,” said Ada Quill. “They lie, and we will fight.” Omar Brown said: “A shameful farce.”"


def articles(events: int) -> list[Article]:
    return [
        Article(f"{n}{outlet}", f"{text} Item {n} was closed at {n + 1} o'clock.", outlet=outlet, event=str(n))
        for n in range(events)
        for outlet, text in (("a", PLAIN), ("b", PLAIN), ("c", LOADED))
    ]


def test_a_planted_difference_is_claimed_and_none_where_outlets_are_dealt_by_turns() -> None:
    given = articles(9)
    figures = comparable(analyze(given))
    accounts = accounts_of(given)
    rows = figures.loc[[account.article.id for account in accounts]]
    assert _claims(accounts, rows)
    turned = [replace(a, group="abc"[(int(a.event) + "abc".index(a.group)) % 3]) for a in accounts]
    assert not _claims(turned, rows)


def test_shuffled_reports_are_counted(tmp_path: Path) -> None:
    records = [{"id": a.id, "text": a.text, "title": None, "outlet": a.outlet, "event": a.event} for a in articles(8)]
    (tmp_path / "basil_articles.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    score = null_score(tmp_path, reports=3)
    assert score.n == 3
    assert score.value == pytest.approx(0, abs=0.34)
