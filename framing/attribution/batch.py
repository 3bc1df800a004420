"""A batch of articles with their readings: who says what in each, on arrays over the words of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from framing.articles.article import Article
from framing.attribution.confidence import confidences
from framing.attribution.contents import Content, RawAttribution
from framing.attribution.cues import cue_span_and_class
from framing.attribution.model import Model, load_model
from framing.attribution.name_types import PERSON
from framing.attribution.raw_attributions import MIN_PUNCTUATED_SCORE, raw_attributions, score_candidates
from framing.attribution.reading import CODE_OF_VOICE, Attribution, Kind, Reading, Source, stretches_of, word_voices
from framing.attribution.sides import Sides
from framing.attribution.sources import ResolvedSource, name_sources
from framing.attribution.token_features import QUOTE_MARK, TokenFeatures, token_features
from framing.attribution.turns import CONFIDENCE as TURN_CONFIDENCE
from framing.text.batch import Cut, cut_together
from framing.text.document import Document


@dataclass(frozen=True, eq=False)
class Batch(Cut):
    """Articles cut together, each read when first asked; arrays run over the words or sentences of all articles."""

    model: Model | None = None
    known: tuple[Reading, ...] | None = None

    @classmethod
    def of_articles(cls, articles: Sequence[Article]) -> Batch:
        """Articles that are cut together."""
        cut = cut_together(articles)
        return cls(cut.documents, cut.document)

    @classmethod
    def of_reading(cls, reading: Reading) -> Batch:
        """A reading by itself."""
        return cls((reading.document,), reading.document, known=(reading,))

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The reading of each article."""
        return _attribute_together(self, self.model or load_model()) if self.known is None else self.known

    @cached_property
    def word_voice(self) -> NDArray[np.int8]:
        """The voice of each word as an index into `VOICES`, shape `(words,)`."""
        stretches = [
            (stretch.start + at, stretch.end + at, CODE_OF_VOICE[stretch.voice])
            for reading, at in zip(self.readings, self.text_start, strict=False)
            for stretch in reading.stretches
        ]
        return word_voices(self.document, stretches)

    @cached_property
    def word_is_quoted(self) -> NDArray[np.bool_]:
        """Whether each word stands between quotation marks, shape `(words,)`; asks for no reading."""
        outermost = [(marks.start, marks.end, 1) for marks in self.document.quotations if marks.level == 0]
        return word_voices(self.document, outermost).astype(bool)

    @cached_property
    def article_of_word(self) -> NDArray[np.intp]:
        """The number of the article of each word, shape `(words,)`."""
        return np.repeat(np.arange(len(self.documents)), np.diff(self.first_word))

    def article_of_sentence(self, sentences: NDArray[np.int64]) -> NDArray[np.intp]:
        """The number of the article that each of these sentences stands in."""
        return np.searchsorted(self.first_sentence, sentences, side="right") - 1

    def article_of(self, words: Sequence[int] | NDArray[np.intp]) -> NDArray[np.intp]:
        """The number of the article that each of these words stands in."""
        return np.searchsorted(self.first_word, words, side="right") - 1


#: Minimum confidence of an attribution that is kept.
_MIN_CONFIDENCE = 0.12
#: Types of source that a label before a colon can name, and things that can speak there.
_LABEL_TYPES = frozenset({"person", "body", "group"})
_SPEAKING_DOCUMENTS = frozenset({"report", "study", "poll", "survey"})
_NICKNAME_CUES = frozenset({("goes", "by"), ("went", "by"), ("known", "as"), ("nickname", "is")})
#: An unattributed quotation shorter than this is a scare quote.
_MIN_SPEECH_WORDS = 5


def attribute(document: Document, model: Model | None = None) -> Reading:
    """The reading of a document, by the model that comes with the package or another."""
    return Batch((document,), document, model).readings[0]


def _attribute_together(cut: Cut, model: Model) -> tuple[Reading, ...]:
    """The readings of articles cut together; each is the same in any batch."""
    if not cut.first_word[-1]:
        return tuple(Reading(document, (), (), ()) for document in cut.documents)
    batch = token_features(cut, model.rows)
    raw = named_attributions(batch, model)
    return tuple(map(_reading, batch.by_document, raw, confidences(batch, model.rows, raw, model.confidence)))


def named_attributions(batch: TokenFeatures, model: Model) -> list[list[RawAttribution]]:
    """The attributions of each document with their sources; quotations of unlikely ones become unattributed."""
    raw = raw_attributions(batch, score_candidates(batch, model), model.rows)
    raw = [
        [each._replace(resolved=resolved) for each, resolved in zip(of_document, mentions, strict=True)]
        for of_document, mentions in zip(raw, name_sources(batch, raw), strict=True)
    ]
    probabilities = confidences(batch, model.rows, raw, model.confidence)
    return [
        _add_uncued_quotations(tokens, _drop_unlikely(tokens, of_document, of_rows))
        for tokens, of_document, of_rows in zip(batch.by_document, raw, probabilities, strict=True)
    ]


def _drop_unlikely(
    tokens: TokenFeatures, raw: Sequence[RawAttribution], probabilities: Sequence[float]
) -> list[RawAttribution]:
    """The likely attributions, with their final sources."""
    kept = [
        _name_from_label(tokens, each, each.resolved) if each.from_layout and each.resolved else each
        for each, probability in zip(raw, probabilities, strict=True)
        if each.from_layout
        or ((probability >= _MIN_CONFIDENCE or _quotes_speech(tokens, each)) and not _is_topic(each))
    ]
    return [
        _resolve_first_person(kept, each, each.resolved) if each.resolved and each.resolved.form == "author" else each
        for each in kept
    ]


def _quotes_speech(tokens: TokenFeatures, raw: RawAttribution) -> bool:
    """Whether an attribution quotes more than a term, or its punctuation marks speech."""
    if raw.content.kind is Kind.MIXED or (raw.content.kind is Kind.DIRECT and raw.score >= MIN_PUNCTUATED_SCORE):
        return True
    bounds = (tokens.quotation_bounds[number] for number in raw.content.quotations)
    return any(last - first >= _MIN_SPEECH_WORDS for first, last in bounds)


def _is_topic(raw: RawAttribution) -> bool:
    """Whether the source is a topic before a colon, which says nothing (Budget: …)."""
    resolved = raw.resolved
    if raw.cue != raw.source:
        return False
    return not resolved or (resolved.type not in _LABEL_TYPES and str(resolved.name).lower() not in _SPEAKING_DOCUMENTS)


def _name_from_label(tokens: TokenFeatures, raw: RawAttribution, resolved: ResolvedSource) -> RawAttribution:
    """A turn named by its label: the known person, else the label itself, in title case."""
    name = resolved.name or (tokens.document.clean[slice(*resolved.span)] if raw.cue == raw.source else None)
    if name and name.isupper() and len(name) > 2:
        name = name.title()
    return raw._replace(resolved=resolved._replace(name=name))


def _resolve_first_person(
    rows: Sequence[RawAttribution], raw: RawAttribution, resolved: ResolvedSource
) -> RawAttribution:
    """An attribution to “I”; inside a turn its source is the turn's."""
    at = resolved.span[0]
    turns = (turn for turn in rows if turn.from_layout and any(start <= at < end for start, end in turn.content.parts))
    source = next((turn.resolved for turn in turns if turn.resolved and turn.resolved.name), None)
    return raw._replace(resolved=source._replace(span=resolved.span, form="author")) if source else raw


def _add_uncued_quotations(tokens: TokenFeatures, raw: Sequence[RawAttribution]) -> list[RawAttribution]:
    """Add the quotations without a cue: scare quotes, and speech, given to the last speaker where layout allows."""
    sentences = tokens.sentence_of
    of_quotation = {number: row.resolved for row in raw for number in row.content.quotations}
    in_sentence = {sentences[row.cue]: row.resolved for row in raw if row.cue >= 0}
    rows = list(raw)
    for number, quotation in enumerate(tokens.quotations):
        first, last = tokens.quotation_bounds[number]
        if number in of_quotation or last <= first:
            continue
        is_term = last - first < _MIN_SPEECH_WORDS
        # a term never crosses sentences: its mark was not closed
        if is_term and (_is_nickname(tokens, first, last) or sentences[first] != sentences[last - 1]):
            continue
        resolved = None if is_term else in_sentence.get(_sentence_before(tokens, first))
        if resolved is None and not is_term and _fills_paragraph(tokens, first, last):
            following = tokens.quotations[number + 1 : number + 2]
            resolved = of_quotation.get(number + 1) if following and following[0].continued else None
            before = in_sentence.get(sentences[first] - 1)
            if resolved is None and before is not None and before.type == PERSON:
                resolved = before
            in_sentence[sentences[last - 1]] = resolved
        content = Content(((quotation.start, quotation.end),), (number,), Kind.SCARE if is_term else Kind.DIRECT)
        known = resolved if resolved and resolved.name else None
        rows.append(RawAttribution(content, -1, -1, first, last - 1, resolved=known))
    return rows


def _fills_paragraph(tokens: TokenFeatures, first: int, last: int) -> bool:
    """Whether the words `[first, last)` are a paragraph of their own."""
    paragraphs, sentences = tokens.document.sentence_paragraph, tokens.sentence_of
    here = paragraphs[sentences[first]]
    return all(word < 0 or word >= len(sentences) or paragraphs[sentences[word]] != here for word in (first - 1, last))


def _is_nickname(tokens: TokenFeatures, first: int, last: int) -> bool:
    """Whether a term in marks is a name: Ada “Bolt” Quill; a man who goes by “Bolt”."""
    names, gaps = tokens.is_name_at, tokens.gap_after
    if first and last < len(gaps) and names[first - 1] and names[last]:
        return gaps[first - 1] == QUOTE_MARK and gaps[last - 1] == QUOTE_MARK
    before = tuple(form.lower() for form in tokens.forms(max(first - 2, 0), first))
    return before in _NICKNAME_CUES or before[-1:] == ("nicknamed",)


def _sentence_before(tokens: TokenFeatures, first: int) -> int:
    """The sentence before that which the word begins, in the same paragraph; -1 if there is none."""
    sentence = tokens.sentence_of[first]
    if sentence == 0 or tokens.first_word_of[sentence] != first:
        return -1
    paragraph = tokens.document.sentence_paragraph
    return sentence - 1 if paragraph[sentence] == paragraph[sentence - 1] else -1


def _reading(tokens: TokenFeatures, raw: Sequence[RawAttribution], confidence: Sequence[float]) -> Reading:
    document, sides = tokens.document, Sides(tokens.document.article.sides)
    rows = [attribution(tokens, *row, sides) for row in zip(raw, confidence, strict=True)]
    attributions = tuple(sorted(rows, key=lambda each: (each.start, each.end, each.kind)))
    return Reading(document, attributions, _sources(raw, sides), stretches_of(attributions, document.quotations))


def attribution(tokens: TokenFeatures, raw: RawAttribution, confidence: float, sides: Sides) -> Attribution:
    """The attribution in characters, with its source, cue and side."""
    resolved, (cue, cue_class) = raw.resolved, cue_span_and_class(tokens, raw) if raw.cue >= 0 else (None, None)
    if raw.content.kind is Kind.SCARE:
        confidence = 0.0
    elif raw.from_layout and resolved is not None:
        confidence = TURN_CONFIDENCE
    return Attribution(
        parts=raw.content.parts,
        kind=raw.content.kind,
        source=resolved.name if resolved else None,
        source_span=resolved.span if resolved else None,
        cue_span=cue,
        cue_class=cue_class,
        side=sides.side_of(resolved.name, resolved.type == PERSON) if resolved else None,
        confidence=confidence,
    )


def _sources(raw: Sequence[RawAttribution], sides: Sides) -> tuple[Source, ...]:
    of_name: dict[str, list[ResolvedSource]] = {}
    each = (resolved for row in raw if row.resolved for resolved in row.resolved.joint or (row.resolved,))
    for resolved in sorted((resolved for resolved in each if resolved.name), key=lambda resolved: resolved.span):
        of_name.setdefault(str(resolved.name), []).append(resolved)
    return tuple(
        Source(
            name,
            next((resolved.role for resolved in mentions if resolved.role), None),
            sides.side_of(name, mentions[0].type == PERSON),
            tuple(dict.fromkeys(resolved.span for resolved in mentions)),
            mentions[0].source_type,
        )
        for name, mentions in of_name.items()
    )
