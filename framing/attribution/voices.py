"""Whose words a stretch of an article is: marks make words quoted, content outside them is reported."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, groupby

from framing.attribution.reading import Attribution, Kind, Stretch, Voice
from framing.text.marks import Quotation

Edge = tuple[int, int, Voice, int | None]


def stretches(attributions: Sequence[Attribution], quotations: Sequence[Quotation]) -> tuple[Stretch, ...]:
    """The disjoint stretches in a voice other than the outlet's own, in text order.

    Where contents overlap the narrowest tells whose words they are. Marks count wherever they stand: by them an outlet
    sets words apart from its own, also where it names no speaker.
    """
    claims: list[tuple[int, int, int]] = sorted(
        (end - start, start, number)
        for number, attribution in enumerate(attributions)
        for start, end in attribution.parts
    )
    marked = [(quotation.start, quotation.end) for quotation in quotations if quotation.level == 0]
    contents = [span for attribution in attributions for span in attribution.parts]
    edges = sorted(set(chain.from_iterable(chain(marked, contents))))
    index = dict(zip(edges, range(len(edges)), strict=True))
    cells: list[tuple[Voice, int | None] | None] = [None] * max(len(edges) - 1, 0)
    for length, start, number in reversed(claims):
        voice = Voice.QUOTED if attributions[number].kind is Kind.SCARE else Voice.REPORTED
        first, last = index[start], index[start + length]
        cells[first:last] = [(voice, number)] * (last - first)
    for start, end in marked:
        for cell in range(index[start], index[end]):
            claim = cells[cell]
            cells[cell] = (Voice.QUOTED, claim[1] if claim else None)
    return _merged(edges, cells)


def _merged(edges: list[int], cells: list[tuple[Voice, int | None] | None]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    at = 0
    for cell, alike in groupby(cells):
        begin, at = at, at + len(list(alike))
        if cell is not None:
            found.append(Stretch(edges[begin], edges[at], *cell))
    return tuple(found)
