"""The sample events are complete, openly composed, and contain what their event.toml says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import framing.articles
from framing.articles import read

SEEDS = Path(framing.articles.__file__).parents[2] / "seeds"
EVENTS = sorted(path.parent for path in SEEDS.glob("*/event.toml"))
CURLY = str.maketrans("“”‘’", "\"\"''")


def told(folder: Path) -> dict:
    return tomllib.loads((folder / "event.toml").read_text(encoding="utf-8"))


@pytest.fixture(params=EVENTS, ids=lambda path: path.name)
def folder(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_there_are_three_events_of_four_accounts() -> None:
    assert len(EVENTS) >= 3
    assert all(len(told(event)["accounts"]) >= 4 for event in EVENTS)


def test_every_account_is_described_and_read(folder: Path) -> None:
    event = told(folder)
    assert event["composed"] is True
    articles = read(folder)
    assert not articles.errors
    assert len(articles) == len(event["accounts"])
    for article, account in zip(
        sorted(articles, key=lambda a: a.outlet), sorted(event["accounts"], key=lambda a: a["outlet"]), strict=True
    ):
        assert article.outlet == account["outlet"]
        assert article.date == account["date"]
        assert account["stance"]
        assert {side.name for side in article.sides} == {side["name"] for side in event["sides"]}


def test_every_account_says_that_it_is_composed(folder: Path) -> None:
    for account in told(folder)["accounts"]:
        assert "composed account" in (folder / account["file"]).read_text(encoding="utf-8").lower()


def test_known_answers_stand_in_their_account(folder: Path) -> None:
    for account in told(folder)["accounts"]:
        text = (folder / account["file"]).read_text(encoding="utf-8")
        for answer in account.get("phrases", []) + account.get("quotations", []):
            assert answer["text"] in text, (account["file"], answer["text"])


def test_real_persons_say_only_what_is_on_record() -> None:
    folder = SEEDS / "call-of-28-march-2025"
    event = told(folder)
    on_record = {quote.lower() for quote in event["on_record"]}
    for account in event["accounts"]:
        scare = {q["text"] for q in account.get("quotations", []) if q["kind"] == "scare"}
        text = (folder / account["file"]).read_text(encoding="utf-8").translate(CURLY)
        text = re.sub(r"^---.*?^---", "", text, flags=re.DOTALL | re.MULTILINE)
        for quote in re.findall(r'"([^"]+)"', text):
            plain = quote.rstrip(".,").lower()
            assert plain in on_record or quote in scare, (account["file"], quote)


def test_no_account_is_told_twice_and_both_styles_of_marks_occur() -> None:
    texts = [(f / a["file"]).read_text(encoding="utf-8") for f in EVENTS for a in told(f)["accounts"]]
    assert len(set(texts)) == len(texts)
    assert any("“" in text for text in texts)
    assert any('"' in text and "“" not in text for text in texts)
