"""Order and prominence: what leads, whose words make the headline, where each side and source first speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from framing.articles.article import MEASURED, Section
from framing.attribution.reading import Kind
from framing.compare.accounts import Account, by_event

COLUMNS = ("event", "account", "article", "aspect", "name", "kind", "start", "end", "text", "word", "share")

LEADS, IN_HEADLINE, SIDE_SPEAKS, SOURCE_SPEAKS = (
    "leads with",
    "in the headline",
    "side first speaks",
    "source first speaks",
)


def order(accounts: Sequence[Account]) -> pd.DataFrame:
    """One row per account and thing placed in it.

    | `aspect` | `name` | `start, end, text` |
    |---|---|---|
    | "leads with" | the source of the first sentence of the body, if it is anybody's words | that sentence |
    | "in the headline" | a source whose words stand in the headline | these words |
    | "side first speaks" | a side of the event | its first words; no `start` where it never speaks |
    | "source first speaks" | a source | its first words |

    `kind` is that of the attribution (direct, mixed, indirect); `word` is how many words come before, `share` that
    number as a share of the account's words.
    """
    rows = [row for _, of_event in by_event(accounts) for account in of_event for row in _account_rows(account)]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype({"start": "Int64", "end": "Int64", "word": "Int64"})


def _account_rows(account: Account) -> Iterator[tuple[object, ...]]:
    head = (account.event, account.name, account.article.id)
    document = account.document
    body = [n for n, code in enumerate(document.sentence_section.tolist()) if MEASURED[code] is Section.BODY]
    if body:
        start, end = int(document.sentence_start[body[0]]), int(document.sentence_end[body[0]])
        speaker = next((n for n in map(account.reading.speaker_at, range(start, end)) if n), None)
        yield (*head, LEADS, speaker, None, *_place(account, start, end))
    attributions = [a for a in account.reading.attributions if a.kind is not Kind.SCARE]
    for attribution in attributions:
        sentence = document.sentence_at(attribution.start)
        if sentence >= 0 and MEASURED[document.sentence_section[sentence]] is Section.HEADLINE:
            yield (
                *head,
                IN_HEADLINE,
                attribution.source,
                str(attribution.kind),
                *_place(account, *attribution.parts[0]),
            )
    for side in account.article.sides:
        first = next((a for a in attributions if a.side == side.name), None)
        place = _place(account, *first.parts[0]) if first else (None, None, None, None, float("nan"))
        yield (*head, SIDE_SPEAKS, side.name, str(first.kind) if first else None, *place)
    met: set[str] = set()
    for attribution in attributions:
        if attribution.source and attribution.source not in met:
            met.add(attribution.source)
            place = _place(account, *attribution.parts[0])
            yield (*head, SOURCE_SPEAKS, attribution.source, str(attribution.kind), *place)


def _place(account: Account, start: int, end: int) -> tuple[object, ...]:
    before = account.document.words_between(start, end).start
    words = len(account.document.word_start)
    text = " ".join(account.article.text[start:end].split())
    return start, end, text, before, before / words if words else float("nan")
