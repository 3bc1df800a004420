"""A batch of articles read for their voices: who says what in each, on arrays over the words of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from framing.attribution.confidence import confidences
from framing.attribution.contents import Content, RawAttribution
from framing.attribution.cues import cue_of
from framing.attribution.find import SHOWN as SHOWN_SCORE
from framing.attribution.find import candidates, find
from framing.attribution.model import Model, load_model
from framing.attribution.name_types import PERSON
from framing.attribution.reading import CODE_OF_VOICE, Attribution, Kind, Reading, Source, voice_of_words
from framing.attribution.sides import Sides
from framing.attribution.sources import Mention, name_sources
from framing.attribution.token_features import MARK, TokenFeatures, token_features
from framing.attribution.turns import CONFIDENCE as SHOWN
from framing.attribution.voices import stretches
from framing.text.batch import Cut
from framing.text.document import Document


@dataclass(frozen=True, eq=False)
class Batch:
    """Articles cut together, each read when first asked; arrays run over the words or sentences of all articles.

    Article `i` has the words `[first_word[i], first_word[i + 1])` and the sentences
    `[first_sentence[i], first_sentence[i + 1])` of `document`; its text begins there at `text_at[i]`.
    """

    cut: Cut
    model: Model | None = None
    known: tuple[Reading, ...] | None = None

    @classmethod
    def of(cls, reading: Reading) -> Batch:
        """A reading by itself."""
        return cls(Cut.of(reading.document), known=(reading,))

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The reading of each article."""
        return _read_together(self.cut, self.model or load_model()) if self.known is None else self.known

    @property
    def document(self) -> Document:
        """All articles as one document."""
        return self.cut.whole

    @property
    def first_word(self) -> list[int]:
        """The first word of each article, and the number of words."""
        return self.cut.first_word

    @property
    def first_sentence(self) -> list[int]:
        """The first sentence of each article, and the number of sentences."""
        return self.cut.first_sentence

    @property
    def text_at(self) -> list[int]:
        """Where the text of each article begins in that of `document`."""
        return self.cut.text_at

    @cached_property
    def word_voice(self) -> NDArray[np.int8]:
        """The voice of each word as an index into `VOICES`, shape `(words,)`."""
        codes = [CODE_OF_VOICE[stretch.voice] for reading in self.readings for stretch in reading.stretches]
        return voice_of_words(*self.words_of_stretches, codes, self.first_word[-1])

    @cached_property
    def words_of_stretches(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The words that begin in each stretch of each reading: the first, and the one after the last, of each."""
        stretches = [
            (stretch.start + at, stretch.end + at)
            for reading, at in zip(self.readings, self.text_at, strict=False)
            for stretch in reading.stretches
        ]
        starts, ends = np.array(stretches, dtype=np.int32).reshape(-1, 2).T
        return self.document.words_of_spans(starts, ends)

    def words_of(self, number: int) -> slice:
        """The words of an article."""
        return slice(self.first_word[number], self.first_word[number + 1])

    def sentences_of(self, number: int) -> slice:
        """The sentences of an article."""
        return slice(self.first_sentence[number], self.first_sentence[number + 1])

    @cached_property
    def word_is_quoted(self) -> NDArray[np.bool_]:
        """Whether each word stands between quotation marks, shape `(words,)`; asks for no reading."""
        outermost = [(marks.start, marks.end) for marks in self.document.quotations if marks.level == 0]
        starts, ends = np.array(outermost, dtype=np.int32).reshape(-1, 2).T
        places = self.document.words_of_spans(starts, ends)
        quoted: NDArray[np.bool_] = voice_of_words(*places, [1] * len(outermost), self.first_word[-1]).astype(bool)
        return quoted

    @cached_property
    def article_of_word(self) -> NDArray[np.intp]:
        """The number of the article of each word, shape `(words,)`."""
        return np.repeat(np.arange(len(self.cut.documents)), np.diff(self.first_word))

    def article_of_sentence(self, sentences: NDArray[np.int64]) -> NDArray[np.intp]:
        """The number of the article that each of these sentences stands in."""
        return np.searchsorted(self.first_sentence, sentences, side="right") - 1

    def article_of(self, words: Sequence[int] | NDArray[np.intp]) -> NDArray[np.intp]:
        """The number of the article that each of these words stands in."""
        return np.searchsorted(self.first_word, words, side="right") - 1


#: A row that is less likely than this to stand is none.
LEAST_CONFIDENCE = 0.12
#: What may stand before a colon and speak.
_LABELS_SPEAK = frozenset({"person", "body", "group"})
_REPORTS = frozenset({"report", "study", "poll", "survey"})
_GOES_BY = frozenset({("goes", "by"), ("went", "by"), ("known", "as"), ("nickname", "is")})
#: A quotation of fewer words that nobody is said to have said is a term set apart.
SHORTEST_UNSPOKEN = 5


def attribute(document: Document, model: Model | None = None) -> Reading:
    """The document read for its voices, by the model that comes with the package or another."""
    return Batch(Cut.of(document), model).readings[0]


def _read_together(cut: Cut, model: Model) -> tuple[Reading, ...]:
    """Articles that were cut together, each read as alone."""
    if not cut.first_word[-1]:
        return tuple(Reading(document, (), (), ()) for document in cut.documents)
    batch = token_features(cut, model.rows)
    found, named = rows_of(batch, model)
    confidence = confidences(batch, model.rows, found, named, model.confidence)
    return tuple(map(_reading, batch.by_document, found, named, confidence))


def rows_of(batch: TokenFeatures, model: Model) -> tuple[list[list[RawAttribution]], list[list[Mention | None]]]:
    """The rows of each document, and the source of each; quotations of unlikely rows stand by themselves."""
    spoken = find(batch, candidates(batch, model), model.rows)
    mentions = list(map(list, name_sources(batch, spoken)))
    grades = confidences(batch, model.rows, spoken, mentions, model.confidence)
    rows = [
        _with_unspoken(tokens, *_without_labels(tokens, *_likely(tokens, found, sources, graded)))
        for tokens, found, sources, graded in zip(batch.by_document, spoken, mentions, grades, strict=True)
    ]
    return [found for found, _ in rows], [named for _, named in rows]


def _likely(
    tokens: TokenFeatures, found: Sequence[RawAttribution], mentions: Sequence[Mention | None], grades: Sequence[float]
) -> tuple[list[RawAttribution], list[Mention | None]]:
    """The rows that are likely enough to be attributions at all; a quotation of more than a term is one."""
    kept = [
        at
        for at, (row, grade) in enumerate(zip(found, grades, strict=True))
        if grade >= LEAST_CONFIDENCE or row.is_shown or _quotes(tokens, row)
    ]
    return [found[at] for at in kept], [mentions[at] for at in kept]


def _quotes(tokens: TokenFeatures, row: RawAttribution) -> bool:
    """Whether a row has words between marks that are more than a term, or that punctuation shows to be speech."""
    if row.content.kind is Kind.MIXED or (row.content.kind is Kind.DIRECT and row.score >= SHOWN_SCORE):
        return True
    bounds = (tokens.quotation_bounds[number] for number in row.content.quotations)
    return any(last - first >= SHORTEST_UNSPOKEN for first, last in bounds)


def _without_labels(
    tokens: TokenFeatures, found: Sequence[RawAttribution], mentions: Sequence[Mention | None]
) -> tuple[list[RawAttribution], list[Mention | None]]:
    """The rows without topics before a colon, which say nothing (Budget: …), and names from labels in small letters."""
    kept = [
        (row, _of_label(tokens, row, mention) if row.is_shown and mention else mention)
        for row, mention in zip(found, mentions, strict=True)
        if row.is_shown or row.cue != row.source or (mention and _may_speak(mention))
    ]
    return [row for row, _ in kept], [_author_of_turn(kept, mention) for _, mention in kept]


def _author_of_turn(named: Sequence[tuple[RawAttribution, Mention | None]], mention: Mention | None) -> Mention | None:
    """Whoever says “I” in a turn of an interview is its speaker."""
    if mention is None or mention.form != "author":
        return mention
    at = mention.span[0]
    speakers = (
        speaker
        for row, speaker in named
        if row.is_shown and speaker and speaker.name and any(start <= at < end for start, end in row.content.parts)
    )
    speaker = next(speakers, None)
    return speaker._replace(span=mention.span, form="author") if speaker else mention


def _may_speak(mention: Mention) -> bool:
    return mention.type in _LABELS_SPEAK or str(mention.name).lower() in _REPORTS


def _of_label(tokens: TokenFeatures, row: RawAttribution, mention: Mention) -> Mention:
    """The name that a label gives: as names are written, and the label itself where it names nobody known."""
    name = mention.name or (tokens.document.clean[slice(*mention.span)] if row.cue == row.source else None)
    if name and name.isupper() and len(name) > 2:
        name = name.title()
    return mention._replace(name=name)


def _reading(
    tokens: TokenFeatures,
    found: Sequence[RawAttribution],
    mentions: Sequence[Mention | None],
    confidence: Sequence[float],
) -> Reading:
    document = tokens.document
    sides = Sides(document.article.sides)
    rows = [attribution(tokens, *row, sides) for row in zip(found, mentions, confidence, strict=True)]
    attributions = tuple(sorted(rows, key=lambda said: (said.start, said.end, said.kind)))
    return Reading(document, attributions, _sources(mentions, sides), stretches(attributions, document.quotations))


def attribution(
    tokens: TokenFeatures, found: RawAttribution, mention: Mention | None, confidence: float, sides: Sides
) -> Attribution:
    """The row as it is handed out."""
    cue, cue_class = cue_of(tokens, found) if found.cue >= 0 else (None, None)
    if found.content.kind is Kind.SCARE:
        confidence = 0.0
    elif found.is_shown and mention is not None:
        confidence = SHOWN
    return Attribution(
        parts=found.content.parts,
        kind=found.content.kind,
        source=mention.name if mention else None,
        source_span=mention.span if mention else None,
        cue_span=cue,
        cue_class=cue_class,
        side=sides.side_of(mention.name) if mention else None,
        confidence=confidence,
    )


def _with_unspoken(
    tokens: TokenFeatures, found: Sequence[RawAttribution], mentions: Sequence[Mention | None]
) -> tuple[list[RawAttribution], list[Mention | None]]:
    """The rows with those that no cue introduces: terms set apart, and speech, perhaps of the one who spoke last."""
    sentences = tokens.sentences
    of_quotation = {
        number: mention for item, mention in zip(found, mentions, strict=True) for number in item.content.quotations
    }
    in_sentence: dict[int, Mention | None] = {}
    for item, mention in zip(found, mentions, strict=True):
        if item.cue >= 0:
            in_sentence[sentences[item.cue]] = mention
    rows, sources = list(found), list(mentions)
    for number, quotation in enumerate(tokens.quotations):
        first, last = tokens.quotation_bounds[number]
        if number in of_quotation or last <= first:
            continue
        is_term = last - first < SHORTEST_UNSPOKEN
        # What crosses sentences is no term: its mark was never closed.
        if is_term and (_is_nickname(tokens, first, last) or sentences[first] != sentences[last - 1]):
            continue
        content = Content(((quotation.start, quotation.end),), (number,), Kind.SCARE if is_term else Kind.DIRECT)
        mention = None if is_term else in_sentence.get(_sentence_before(tokens, first))
        if mention is None and not is_term and _fills_paragraph(tokens, first, last):
            following = tokens.quotations[number + 1 : number + 2]
            mention = of_quotation.get(number + 1) if following and following[0].continued else None
            before = in_sentence.get(sentences[first] - 1)
            if mention is None and before is not None and before.type == PERSON:
                mention = before
            in_sentence[sentences[last - 1]] = mention
        rows.append(RawAttribution(content, -1, -1, first, last - 1))
        sources.append(mention if mention and mention.name else None)
    return rows, sources


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


def _sources(mentions: Sequence[Mention | None], sides: Sides) -> tuple[Source, ...]:
    of_name: dict[str, list[Mention]] = {}
    each = [mention for joint in mentions if joint for mention in joint.also or (joint,)]
    for mention in sorted((mention for mention in each if mention.name), key=lambda mention: mention.span):
        of_name.setdefault(str(mention.name), []).append(mention)
    return tuple(
        Source(
            name,
            next((mention.role for mention in known if mention.role), None),
            sides.side_of(name),
            tuple(dict.fromkeys(mention.span for mention in known)),
            known[0].source_type,
        )
        for name, known in of_name.items()
    )
