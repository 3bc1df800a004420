"""Document to Reading: who says what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from framing.attribution.batch import Batch
from framing.attribution.cues import cue_of
from framing.attribution.find import Found, candidates, find
from framing.attribution.model import Model, load_model
from framing.attribution.outline import Outline, Outlines, outlines
from framing.attribution.reading import Attribution, Kind, Reading, Source
from framing.attribution.sides import Sides
from framing.attribution.sources import Mention, name_sources
from framing.attribution.voices import stretches
from framing.text.batch import Cut
from framing.text.document import Document

#: A quotation of fewer words that nobody is said to have said is a term set apart.
SHORTEST_UNSPOKEN = 5


def attribute(document: Document, model: Model | None = None) -> Reading:
    """The document read for its voices, by the model that comes with the package or another."""
    return attribute_together(Cut.of(document), model).readings[0]


def attribute_together(cut: Cut, model: Model | None = None) -> Batch:
    """Articles that were cut together, each read as `attribute` reads it alone."""
    model = model or load_model()
    # A document without a word says nothing.
    worded = [number for number, document in enumerate(cut.documents) if len(document.word_start)]
    readings = [Reading(document, (), (), ()) for document in cut.documents]
    if worded:
        features = outlines([cut.documents[n] for n in worded], cut.whole, model.rows, [cut.text_at[n] for n in worded])
        for number, reading in zip(worded, _readings(features, model), strict=True):
            readings[number] = reading
    return Batch(cut, tuple(readings))


def _readings(seen: Outlines, model: Model) -> Iterator[Reading]:
    found = find(seen, candidates(seen.tagged, model))
    named = name_sources(seen, model.phrase_parts, found)
    return map(_reading, seen.each, found, named)


def _reading(seen: Outline, found: Sequence[Found], mentions: Sequence[Mention | None]) -> Reading:
    document = seen.document
    sides = Sides(document.article.sides)
    said = [_attribution(seen, item, mention, sides) for item, mention in zip(found, mentions, strict=True)]
    unspoken = _unspoken(seen, found, mentions, sides)
    attributions = tuple(sorted((*said, *unspoken), key=_place))
    return Reading(document, attributions, _sources(mentions, sides), stretches(attributions, document.quotations))


def _place(said: Attribution) -> tuple[int, int, Kind]:
    return said.parts[0][0], said.parts[-1][1], said.kind


def _attribution(seen: Outline, found: Found, mention: Mention | None, sides: Sides) -> Attribution:
    cue, cue_class = cue_of(seen, found.cue)
    return Attribution(
        parts=found.content.parts,
        kind=found.content.kind,
        source=mention.name if mention else None,
        source_span=mention.span if mention else None,
        cue_span=cue,
        cue_class=cue_class,
        side=sides.side_of(mention.name) if mention else None,
    )


def _unspoken(
    seen: Outline, found: Sequence[Found], mentions: Sequence[Mention | None], sides: Sides
) -> list[Attribution]:
    """The quotations that no cue introduces: terms set apart, and speech, whose speaker may be the one just told of."""
    spoken = {number for item in found for number in item.content.quotations}
    last_word = {seen.sentences[item.cue]: number for number, item in enumerate(found)}
    unspoken = []
    for number, quotation in enumerate(seen.quotations):
        first, last = seen.quotation_bounds[number]
        if number in spoken or last <= first:
            continue
        part = ((quotation.start, quotation.end),)
        if last - first < SHORTEST_UNSPOKEN:
            unspoken.append(Attribution(part, Kind.SCARE))
            continue
        before = last_word.get(_sentence_before(seen, first))
        mention = mentions[before] if before is not None else None
        if mention is None or mention.name is None:
            unspoken.append(Attribution(part, Kind.DIRECT))
        else:
            side = sides.side_of(mention.name)
            unspoken.append(Attribution(part, Kind.DIRECT, mention.name, mention.span, side=side))
    return unspoken


def _sentence_before(seen: Outline, first: int) -> int:
    """The sentence before that which the word begins, in the same paragraph; -1 if there is none."""
    sentence = seen.sentences[first]
    if sentence == 0 or seen.first_words[sentence] != first:
        return -1
    paragraph = seen.document.sentence_paragraph
    return sentence - 1 if paragraph[sentence] == paragraph[sentence - 1] else -1


def _sources(mentions: Sequence[Mention | None], sides: Sides) -> tuple[Source, ...]:
    of_name: dict[str, list[Mention]] = {}
    for mention in sorted((m for m in mentions if m and m.name), key=lambda mention: mention.span):
        of_name.setdefault(str(mention.name), []).append(mention)
    return tuple(
        Source(
            name,
            next((mention.role for mention in known if mention.role), None),
            sides.side_of(name),
            tuple(dict.fromkeys(mention.span for mention in known)),
        )
        for name, known in of_name.items()
    )
