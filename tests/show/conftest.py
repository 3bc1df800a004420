"""Two accounts of an invented council vote, with tables as the contract has them."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.analysis import Analysis
from framing.articles import Article, Side
from framing.text.batch import cut

PHRASES = "article start end text lexicon category term weight strength voice speaker section sentence why"
QUOTES = "article start end parts text kind source source_start source_end cue cue_start cue_end cue_class side words"
FRAMES = "article frame kind cues cues_own cues_quoted cues_reported score present"
SOURCES = "article source side role quotes words_quoted words_reported first_at"
SIDES = (Side("hauliers", ("Ada Quill",)), Side("council", ("Tom Brandt",)))
TEXTS = {
    "gazette": """Council weighs a historic toll

The council of Port Ellery met on Monday to weigh a sweeping toll on lorries.

“The toll is a disgrace,” said Ada Quill. Tom Brandt said it would pay for a quay.""",
    "bell": """Hauliers fume at <b>tax</b> grab

Furious hauliers slammed a tax grab & more on Monday.

“A historic chance,” boasted Tom Brandt.""",
}
#: Article, the words, category, voice.
MARKED = [
    ("gazette", "historic", "hype", "own"),
    ("gazette", "sweeping", "hype", "own"),
    ("gazette", "disgrace", "label", "quoted"),
    ("bell", "Furious", "dramatic", "own"),
    ("bell", "slammed", "dramatic", "own"),
    ("bell", "tax grab", "one-sided", "own"),
    ("bell", "historic", "hype", "quoted"),
]
#: Article, the words, kind, source, side, cue, cue class.
SAID = [
    ("gazette", "“The toll is a disgrace,”", "direct", "Ada Quill", "hauliers", "said", "neutral"),
    ("gazette", "it would pay for a quay", "indirect", "Tom Brandt", "council", "said", "neutral"),
    ("bell", "“A historic chance,”", "direct", "Tom Brandt", "council", "boasted", "emotive"),
]


def _sentences(article: Article) -> pd.DataFrame:
    document = cut(article)
    first = document.sentence_first_word
    sections = ["headline", "subhead", "body"]
    return pd.DataFrame(
        {
            "article": article.id,
            "sentence": range(len(document.sentence_start)),
            "start": document.sentence_start,
            "end": document.sentence_end,
            "words": first[1:] - first[:-1],
            "section": [sections[code] for code in document.sentence_section],
            "loaded": 0.5,
            "frames": "Economic;conflict",
        }
    )


@pytest.fixture(scope="session")
def analysis() -> Analysis:
    """The two accounts and their tables."""
    articles = [
        Article(id, text, title=text.split("\n")[0], outlet=id.title(), date="2031-05-12", event="toll", sides=SIDES)
        for id, text in TEXTS.items()
    ]
    sentences = pd.concat([_sentences(article) for article in articles], ignore_index=True)
    phrases, quotes = [], []
    for id, words, category, voice in MARKED:
        start = TEXTS[id].index(words)
        mine = sentences[(sentences["article"] == id) & (sentences["start"] <= start)].iloc[-1]
        row = (id, start, start + len(words), words, "loaded", category, words.lower(), 1.0, "high", voice, None)
        phrases.append((*row, mine["section"], int(mine["sentence"]), f"“{words}” is a strong word."))
    for id, words, kind, source, side, cue, cue_class in SAID:
        start = TEXTS[id].index(words)
        end = start + len(words)
        at = min((abs(n - start), n) for n in range(len(TEXTS[id])) if TEXTS[id].startswith(cue, n))[1]
        row = (
            id,
            start,
            end,
            f"{start}-{end}",
            words,
            kind,
            source,
            None,
            None,
            cue,
            at,
            at + len(cue),
            cue_class,
            side,
        )
        quotes.append((*row, len(words.split())))
    rows = pd.DataFrame(
        quotes,
        columns=QUOTES.split(),
    )
    direct = rows["kind"] == "direct"
    rows = rows.assign(words_quoted=rows["words"].where(direct, 0), words_reported=rows["words"].where(~direct, 0))
    rows["section"], rows["sure"] = "body", 1
    sources = rows.assign(
        role=None,
        quotes=1,
        first_at=rows["start"],
    )
    figures = {
        "flesch_kincaid_grade": 8.0,
        "flesch_kincaid_grade_low": 6.0,
        "flesch_kincaid_grade_high": 11.0,
        "body_sentences": 3,
    }
    known = pd.DataFrame(
        [
            (a.id, a.outlet, a.date, a.title, a.event, int(own["words"].sum()), len(own), *figures.values())
            for a in articles
            for own in [sentences[sentences["article"] == a.id]]
        ],
        columns=["article", "outlet", "date", "title", "event", "words", "sentences", *figures],
    )
    tables = {
        "articles": known,
        "sentences": sentences,
        "phrases": pd.DataFrame(
            phrases,
            columns=PHRASES.split(),
        ),
        "quotes": rows,
        "sources": sources[SOURCES.split()],
        "frames": pd.DataFrame(
            [
                (a.id, frame, kind, 2, 1, 1, 0, 0.5, present)
                for a in articles
                for frame, kind, present in (("Economic", "policy", True), ("conflict", "generic", None))
            ],
            columns=FRAMES.split(),
        ),
        "errors": pd.DataFrame(columns=["input", "record", "problem"]),
    }
    return Analysis(tables, articles)
