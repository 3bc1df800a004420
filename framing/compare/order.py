"""Order and prominence: what leads, whose words make the headline, where each side and source first speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from framing.articles.article import MEASURED, Section
from framing.attribution.reading import Attribution, Kind
from framing.compare.accounts import Account, by_event

COLUMNS = ("event", "account", "article", "aspect", "name", "kind", "start", "end", "text", "word", "share")

LEADS, IN_HEADLINE = "leads with", "in the headline"
SIDE_SPEAKS, SOURCE_SPEAKS = "side first speaks", "source first speaks"


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
    rows = [row for members in by_event(accounts) for account in members for row in _rows(account)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"start": "Int64", "end": "Int64", "word": "Int64"})


def _rows(account: Account) -> Iterator[tuple[object, ...]]:
    document = account.document

    def row(
        aspect: str, name: str | None, first: Attribution | None, span: tuple[int, int] | None
    ) -> tuple[object, ...]:
        place: tuple[object, ...] = (None, None, None, None, float("nan"))
        if span:
            before, words = document.words_between(*span).start, len(document.word_start)
            place = (*span, account.shown(*span), before, before / words if words else float("nan"))
        return (
            account.event,
            account.name,
            account.article.id,
            aspect,
            name,
            str(first.kind) if first else None,
            *place,
        )

    sections = [MEASURED[code] for code in document.sentence_section.tolist()]
    if Section.BODY in sections:
        lead = sections.index(Section.BODY)
        start, end = int(document.sentence_start[lead]), int(document.sentence_end[lead])
        yield row(
            LEADS, next(filter(None, map(account.reading.speaker_at, range(start, end))), None), None, (start, end)
        )
    attributions = [a for a in account.reading.attributions if a.kind is not Kind.SCARE]
    for attribution in attributions:
        sentence = document.sentence_at(attribution.start)
        if sentence >= 0 and sections[sentence] is Section.HEADLINE:
            yield row(IN_HEADLINE, attribution.source, attribution, attribution.parts[0])
    for side in account.article.sides:
        first = next((a for a in attributions if a.side == side.name), None)
        yield row(SIDE_SPEAKS, side.name, first, first.parts[0] if first else None)
    speaking = {attribution.source: attribution for attribution in reversed(attributions) if attribution.source}
    for source in dict.fromkeys(attribution.source for attribution in attributions if attribution.source):
        yield row(SOURCE_SPEAKS, source, speaking[source], speaking[source].parts[0])
