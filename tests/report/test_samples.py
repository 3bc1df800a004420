from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import framing
from framing.report import samples


def test_inputs_without_an_article_are_told_with_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "pages.csv"
    path.write_text("id,words\n1,They met.\n")
    with pytest.raises(samples.NothingRead, match=r"pages\.csv: no column holds the text"):
        samples.read([path], tmp_path)


def test_what_is_read_keeps_the_errors_of_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("They met on Monday.\n")
    (tmp_path / "b.txt").write_text("")
    articles_read = samples.read([tmp_path], tmp_path)
    assert (len(articles_read), len(articles_read.errors)) == (1, 1)


#: Sure attributions of the samples that still name another source: account, and how the content begins.
STILL_WRONG = {
    ("liberty-ledger.txt", "no longer a reliable"),
    ("marland-sentinel.txt", "cut"),
    ("evening-bell.txt", "I would like to know"),
    ("evening-sextant.html", "great for both,"),
}


def test_sure_speakers_of_the_samples_are_those_that_were_written() -> None:
    wrong, right = set(), 0
    for event in samples.events():
        folder = samples.event(event)
        analysis = framing.analyze(framing.read(folder))
        for account in tomllib.loads((folder / "event.toml").read_text(encoding="utf-8"))["accounts"]:
            article = Path(account["file"]).stem
            text, quotes = analysis.article(article).text, analysis["quotes"]
            sure = quotes[(quotes["article"] == article) & (quotes["sure"] == 1)]
            for listed in account.get("quotations", []):
                start = text.find(listed["text"])
                mine = (
                    sure[(sure["start"] < start + len(listed["text"])) & (sure["end"] > start)]
                    if start >= 0
                    else sure[:0]
                )
                known = [name.lower() for name in (listed.get("source"), *listed.get("also", ())) if name]
                for source in map(str.lower, map(str, mine["source"])):
                    if any(source.split()[-1] in name or name.split()[-1] in source for name in known):
                        right += 1
                    else:
                        wrong.add((account["file"], listed["text"][:20]))
    assert right > 100
    assert wrong <= STILL_WRONG
