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
from framing.attribution.cues import cue_of
from framing.attribution.model import Model, load_model
from framing.attribution.name_types import PERSON
from framing.attribution.raw_attributions import SHOWN, candidates, raw_attributions
from framing.attribution.reading import CODE_OF_VOICE, Attribution, Kind, Reading, Source, stretches_of, word_voices
from framing.attribution.sides import Sides
from framing.attribution.sources import Mention, name_sources
from framing.attribution.token_features import MARK, TokenFeatures, token_features
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
        return _read_together(self, self.model or load_model()) if self.known is None else self.known

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


#: The least confidence of a row; a less likely one is dropped.
_LEAST_CONFIDENCE = 0.12
#: Types of source that a label before a colon can name, and things that can speak there.
_LABELS_SPEAK = frozenset({"person", "body", "group"})
_REPORTS = frozenset({"report", "study", "poll", "survey"})
_GOES_BY = frozenset({("goes", "by"), ("went", "by"), ("known", "as"), ("nickname", "is")})
#: A shorter quotation that nobody is said to have said is a term set apart.
_SHORTEST_UNSPOKEN = 5


def attribute(document: Document, model: Model | None = None) -> Reading:
    """The reading of a document, by the model that comes with the package or another."""
    return Batch((document,), document, model).readings[0]


def _read_together(cut: Cut, model: Model) -> tuple[Reading, ...]:
    """The readings of articles cut together; each is the same in any batch."""
    if not cut.first_word[-1]:
        return tuple(Reading(document, (), (), ()) for document in cut.documents)
    batch = token_features(cut, model.rows)
    raw = named_attributions(batch, model)
    return tuple(map(_reading, batch.by_document, raw, confidences(batch, model.rows, raw, model.confidence)))


def named_attributions(batch: TokenFeatures, model: Model) -> list[list[RawAttribution]]:
    """The attributions of each document with their sources; quotations of unlikely ones stand by themselves."""
    raw = raw_attributions(batch, candidates(batch, model), model.rows)
    raw = [
        [each._replace(mention=mention) for each, mention in zip(of_document, mentions, strict=True)]
        for of_document, mentions in zip(raw, name_sources(batch, raw), strict=True)
    ]
    grades = confidences(batch, model.rows, raw, model.confidence)
    return [
        _with_unspoken(tokens, _likely(tokens, of_document, of_rows))
        for tokens, of_document, of_rows in zip(batch.by_document, raw, grades, strict=True)
    ]


def _likely(tokens: TokenFeatures, raw: Sequence[RawAttribution], grades: Sequence[float]) -> list[RawAttribution]:
    """The rows that are likely attributions, with their final sources."""
    kept = [
        _with_label(tokens, row, row.mention) if row.is_shown and row.mention else row
        for row, grade in zip(raw, grades, strict=True)
        if row.is_shown or ((grade >= _LEAST_CONFIDENCE or _quotes(tokens, row)) and not _is_topic(row))
    ]
    return [
        _with_author(kept, row, row.mention) if row.mention and row.mention.form == "author" else row for row in kept
    ]


def _quotes(tokens: TokenFeatures, row: RawAttribution) -> bool:
    """Whether a row quotes more than a term, or words that punctuation shows to be speech."""
    if row.content.kind is Kind.MIXED or (row.content.kind is Kind.DIRECT and row.score >= SHOWN):
        return True
    bounds = (tokens.quotation_bounds[number] for number in row.content.quotations)
    return any(last - first >= _SHORTEST_UNSPOKEN for first, last in bounds)


def _is_topic(row: RawAttribution) -> bool:
    """Whether the source is a topic before a colon, which says nothing (Budget: …)."""
    mention = row.mention
    if row.cue != row.source:
        return False
    return not mention or (mention.type not in _LABELS_SPEAK and str(mention.name).lower() not in _REPORTS)


def _with_label(tokens: TokenFeatures, row: RawAttribution, mention: Mention) -> RawAttribution:
    """A turn with the name in its label, in title case; a label that names nobody known is the name itself."""
    name = mention.name or (tokens.document.clean[slice(*mention.span)] if row.cue == row.source else None)
    if name and name.isupper() and len(name) > 2:
        name = name.title()
    return row._replace(mention=mention._replace(name=name))


def _with_author(rows: Sequence[RawAttribution], row: RawAttribution, mention: Mention) -> RawAttribution:
    """A row of “I”, whose source in a turn is that of the turn."""
    at = mention.span[0]
    turns = (turn for turn in rows if turn.is_shown and any(start <= at < end for start, end in turn.content.parts))
    source = next((turn.mention for turn in turns if turn.mention and turn.mention.name), None)
    return row._replace(mention=source._replace(span=mention.span, form="author")) if source else row


def _with_unspoken(tokens: TokenFeatures, raw: Sequence[RawAttribution]) -> list[RawAttribution]:
    """The rows, and those that no cue introduces: terms set apart, and speech, perhaps of the last speaker."""
    sentences = tokens.sentences
    of_quotation = {number: row.mention for row in raw for number in row.content.quotations}
    in_sentence = {sentences[row.cue]: row.mention for row in raw if row.cue >= 0}
    rows = list(raw)
    for number, quotation in enumerate(tokens.quotations):
        first, last = tokens.quotation_bounds[number]
        if number in of_quotation or last <= first:
            continue
        is_term = last - first < _SHORTEST_UNSPOKEN
        # a term that crosses sentences is none: its mark was never closed
        if is_term and (_is_nickname(tokens, first, last) or sentences[first] != sentences[last - 1]):
            continue
        mention = None if is_term else in_sentence.get(_sentence_before(tokens, first))
        if mention is None and not is_term and _fills_paragraph(tokens, first, last):
            following = tokens.quotations[number + 1 : number + 2]
            mention = of_quotation.get(number + 1) if following and following[0].continued else None
            before = in_sentence.get(sentences[first] - 1)
            if mention is None and before is not None and before.type == PERSON:
                mention = before
            in_sentence[sentences[last - 1]] = mention
        content = Content(((quotation.start, quotation.end),), (number,), Kind.SCARE if is_term else Kind.DIRECT)
        known = mention if mention and mention.name else None
        rows.append(RawAttribution(content, -1, -1, first, last - 1, mention=known))
    return rows


def _fills_paragraph(tokens: TokenFeatures, first: int, last: int) -> bool:
    """Whether the words `[first, last)` are a paragraph of their own."""
    paragraphs, sentences = tokens.document.sentence_paragraph, tokens.sentences
    here = paragraphs[sentences[first]]
    return all(word < 0 or word >= len(sentences) or paragraphs[sentences[word]] != here for word in (first - 1, last))


def _is_nickname(tokens: TokenFeatures, first: int, last: int) -> bool:
    """Whether a term in marks is a name: Ada “Bolt” Quill; a man who goes by “Bolt”."""
    names, gaps = tokens.names, tokens.gaps
    if first and last < len(gaps) and names[first - 1] and names[last]:
        return gaps[first - 1] == MARK and gaps[last - 1] == MARK
    before = tuple(form.lower() for form in tokens.forms(max(first - 2, 0), first))
    return before in _GOES_BY or before[-1:] == ("nicknamed",)


def _sentence_before(tokens: TokenFeatures, first: int) -> int:
    """The sentence before that which the word begins, in the same paragraph; -1 if there is none."""
    sentence = tokens.sentences[first]
    if sentence == 0 or tokens.first_words[sentence] != first:
        return -1
    paragraph = tokens.document.sentence_paragraph
    return sentence - 1 if paragraph[sentence] == paragraph[sentence - 1] else -1


def _reading(tokens: TokenFeatures, raw: Sequence[RawAttribution], confidence: Sequence[float]) -> Reading:
    document, sides = tokens.document, Sides(tokens.document.article.sides)
    rows = [attribution(tokens, *row, sides) for row in zip(raw, confidence, strict=True)]
    attributions = tuple(sorted(rows, key=lambda said: (said.start, said.end, said.kind)))
    return Reading(document, attributions, _sources(raw, sides), stretches_of(attributions, document.quotations))


def attribution(tokens: TokenFeatures, raw: RawAttribution, confidence: float, sides: Sides) -> Attribution:
    """The attribution in characters, with its source, cue and side."""
    mention, (cue, cue_class) = raw.mention, cue_of(tokens, raw) if raw.cue >= 0 else (None, None)
    if raw.content.kind is Kind.SCARE:
        confidence = 0.0
    elif raw.is_shown and mention is not None:
        confidence = TURN_CONFIDENCE
    return Attribution(
        parts=raw.content.parts,
        kind=raw.content.kind,
        source=mention.name if mention else None,
        source_span=mention.span if mention else None,
        cue_span=cue,
        cue_class=cue_class,
        side=sides.side_of(mention.name, mention.type == PERSON) if mention else None,
        confidence=confidence,
    )


def _sources(raw: Sequence[RawAttribution], sides: Sides) -> tuple[Source, ...]:
    of_name: dict[str, list[Mention]] = {}
    each = (mention for row in raw if row.mention for mention in row.mention.also or (row.mention,))
    for mention in sorted((mention for mention in each if mention.name), key=lambda mention: mention.span):
        of_name.setdefault(str(mention.name), []).append(mention)
    return tuple(
        Source(
            name,
            next((mention.role for mention in mentions if mention.role), None),
            sides.side_of(name, mentions[0].type == PERSON),
            tuple(dict.fromkeys(mention.span for mention in mentions)),
            mentions[0].source_type,
        )
        for name, mentions in of_name.items()
    )
