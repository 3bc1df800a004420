"""Who speaks in each account, who comes first and last, and what leads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from framing.articles.article import MEASURED, Section
from framing.attribution.reading import Attribution, Kind, Span
from framing.compare.accounts import Account, by_event, table_of
from framing.compare.similarity import speaker_words

ORDER = ("event", "account", "article", "aspect", "name", "kind", "start", "end", "text", "word", "share")
LEADS, IN_HEADLINE = "leads with", "in the headline"
SIDE_SPEAKS, SOURCE_SPEAKS = "side first speaks", "source first speaks"


def asked(accounts: Sequence[Account]) -> pd.DataFrame:
    """The table `asked`: a row per source and account that surely attributes something to it.

    The same source in several accounts has one name, the fullest. `last_word` marks the source of an account's last
    sure attribution; `disputes` counts its sure attributions with a hostile cue (denies, accuses, dismisses).
    """
    every: list[dict[str, Any]] = []
    for members in by_event(accounts):
        rows = [row for account in members for row in _sources(account)]
        names = _one_name([row["source"] for row in rows])
        for row in rows:
            source = row["source"] = names[row["source"]]
            # "officials" of two accounts need not be the same
            row["same"] = source if source[:1].isupper() else (source, row["article"])
        holders = Counter(same for same, _ in {(row["same"], row["article"]) for row in rows})
        place = {account.article.id: number for number, account in enumerate(members)}
        rows.sort(key=lambda row: (-holders[row["same"]], row["source"], place[row["article"]]))
        every += [row | {"accounts": holders[row["same"]], "of": len(members)} for row in rows]
    return table_of("asked", every)


def _sources(account: Account) -> Iterator[dict[str, Any]]:
    """The sources of an account's sure attributions, in order of their first."""
    counted = [said for said in account.reading.attributions if said.sure]
    by_source: dict[str, list[Attribution]] = defaultdict(list)
    for said in counted:
        for name in said.sources:
            by_source[name].append(said)
    known = {source.name: source for source in account.reading.sources}
    for name, rows in by_source.items():
        parts = [account.document.words_between(*part) for row in rows for part in row.parts]
        yield account.keys | {
            "source": name,
            **{column: getattr(known.get(name), column, None) for column in ("type", "role", "side")},
            "quotes": len(rows),
            "words": sum(part.stop - part.start for part in parts),
            "disputes": sum(row.cue_class == "hostile" for row in rows),
            "first_at": rows[0].start,
            "last_word": rows[-1] is counted[-1],
        }


def _one_name(names: Sequence[str]) -> dict[str, str]:
    """The fullest name for each source; a surname stands for the only person who has it."""
    words = {name: speaker_words(name) for name in sorted(set(names))}
    named = {name: name.split()[-1].lower() for name in words if name[:1].isupper()}
    fullest_of = {}
    for name in words:
        bearers = [one for one, last in named.items() if named.get(name) == last and last and words[name] <= words[one]]
        fullest = {words[one] for one in bearers if len(words[one]) > 1}
        whole = max(bearers, key=lambda one: (len(words[one]), -len(one), one), default=name)
        fullest_of[name] = whole if len(fullest) <= 1 else name
    return fullest_of


def order(accounts: Sequence[Account]) -> pd.DataFrame:
    """What comes first in each account: one row per account and aspect.

    | `aspect` | `name` | `start, end, text` |
    |---|---|---|
    | "leads with" | the source of the first sentence of the body, if it is anybody's words | that sentence |
    | "in the headline" | a source whose words stand in the headline | these words |
    | "side first speaks" | a side of the event | its first words; no `start` where it never speaks |
    | "source first speaks" | a source | its first words |

    `kind` is the attribution's (direct, mixed, indirect); `word` counts the words before it, `share` is their share of
    the account's words.
    """
    rows = [account.keys | row for members in by_event(accounts) for account in members for row in _placed(account)]
    return pd.DataFrame(rows, columns=list(ORDER)).astype({"start": "Int64", "end": "Int64", "word": "Int64"})


def _placed(account: Account) -> Iterator[dict[str, Any]]:
    document = account.document
    sections = [MEASURED[code] for code in document.sentence_section.tolist()]
    if Section.BODY in sections:
        lead = sections.index(Section.BODY)
        span = int(document.sentence_start[lead]), int(document.sentence_end[lead])
        speaker = next(filter(None, map(account.reading.speaker_at, range(*span))), None)
        yield {"aspect": LEADS, "name": speaker, "kind": None} | _place(account, span)
    attributions = [said for said in account.reading.attributions if said.kind is not Kind.SCARE]
    placed: list[tuple[str, str | None, Attribution | None]] = [
        (IN_HEADLINE, said.source, said)
        for said in attributions
        if (sentence := document.sentence_at(said.start)) >= 0 and sections[sentence] is Section.HEADLINE
    ]
    first_of_side = {said.side: said for said in reversed(attributions)}
    placed += [(SIDE_SPEAKS, side.name, first_of_side.get(side.name)) for side in account.article.sides]
    first: dict[str, Attribution] = {}
    for said in attributions:
        if said.source:
            first.setdefault(said.source, said)
    placed += [(SOURCE_SPEAKS, source, said) for source, said in first.items()]
    for aspect, name, speech in placed:
        place = _place(account, speech.parts[0]) | {"kind": str(speech.kind)} if speech else {}
        yield {"aspect": aspect, "name": name, "kind": None, "text": None} | place


def _place(account: Account, span: Span) -> dict[str, Any]:
    before, words = account.document.words_between(*span).start, len(account.document.word_start)
    share = before / words if words else float("nan")
    return {"start": span[0], "end": span[1], "text": account.shown(*span), "word": before, "share": share}
