"""The article with its cues of frames: every cue is marked, and hidden only with all the frames it is a cue of."""

from __future__ import annotations

from collections import Counter

from bs4 import BeautifulSoup

from framing.analysis import Analysis, analyze, read_voices
from framing.articles import Article
from framing.measures.frames import Frames
from framing.show import highlight_frames
from framing.show.markup import anchor, key
from framing.show.side_by_side import plain

TEXT = """Ferry fares rise

The council accused the harbour board of greed. “Our families must pay $9,” said Ada Quill.

The tariffs and taxes led to protests in court, and the election is near."""


def analysed() -> Analysis:
    return analyze([Article("ferry", TEXT, title="Ferry fares rise")])


def test_every_cue_is_marked_with_its_frame_and_counted() -> None:
    analysis = analysed()
    root = BeautifulSoup(highlight_frames(analysis).html(), "html.parser")
    cues = Frames().cues(read_voices(analysis.article("ferry")))
    assert cues
    for cue in cues:
        mark = root.find(id=anchor("frame", "ferry", cue.start, key(cue.frame)))
        mark = mark if mark.name == "mark" else mark.find_parent("mark")
        assert key(cue.frame) in mark["data-category"].split()
        assert plain(cue.frame) in root.find(id=mark["aria-describedby"]).get_text()
    counts = Counter(cue.frame for cue in cues)
    assert int(analysis["frames"]["cues"].sum()) == len(cues)
    for frame, count in counts.items():
        box = root.select_one(f".filters input[data-category='{key(frame)}']")
        assert box.find_parent("label").select_one(".count").get_text() == str(count)


def test_a_word_that_is_a_cue_of_two_frames_is_hidden_with_both_only() -> None:
    shown = highlight_frames(analysed())
    rules = BeautifulSoup(shown.html(), "html.parser").style.get_text()
    both = f"{key('Economic')} {key('Economic_consequences')}"
    rule = next(each for each in rules.split(",") if f"mark[data-category='{both}']" in each)
    for frame in ("Economic", "Economic_consequences"):
        assert f":has(input[data-category='{key(frame)}']:not(:checked))" in rule


def test_without_text_only_the_cues_remain() -> None:
    root = BeautifulSoup(highlight_frames(analysed(), keep_text=False).html(), "html.parser")
    assert "harbour" not in root.select_one(".accounts").get_text()
    assert "tariffs" in root.select_one(".accounts").get_text()
