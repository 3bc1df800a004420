"""Cues that report no statement: denials, questions, “no comment”, and fragments."""

from __future__ import annotations

from framing.attribution.reading import Kind
from framing.attribution.token_features import COMMA, END_MARK, TokenFeatures
from framing.words import word_set

_NEGATIONS, _REFUSAL_VERBS = word_set("denials"), word_set("withholding")
_TIME_WORDS = word_set("calendar") | word_set("moments")
#: Verbs whose denial still reports a thought: I don't think it will.
_NEG_RAISING_VERBS = word_set("raising-verbs")
_QUESTION_OPENERS = word_set("question-openers")
_SAYING_INFINITIVES = word_set("saying-infinitives")
#: Maximum words from a cue back to its denial.
_MAX_WORDS_TO_DENIAL = 4
_MAX_FRAGMENT_WORDS = 3
#: Maximum words of a plain object: he answered the door.
_MAX_OBJECT_WORDS = 4
_OBJECT_VERBS, _DETERMINERS = word_set("object-verbs"), word_set("object-openers")
_REQUEST_WORDS, _MAX_REQUEST_WORDS = frozenset({"request", "requests", "seeking", "to", "for"}), 12
_CLAUSE_MARKERS = word_set("clause-markers")


def is_unsaid(tokens: TokenFeatures, cue: int, start: int, end: int, kind: Kind) -> bool:
    """Whether nobody says the content `[start, end)`: its cue is denied, refused or a question, or it is a fragment."""
    lower = tokens.form(cue).lower()
    if lower == "so-called":
        return True
    if lower in _NEG_RAISING_VERBS:
        return kind is Kind.INDIRECT and _is_fragment(tokens, cue, start, end)
    if _is_denied(tokens, cue) or _is_withheld(tokens, cue, lower, start, end):
        return True
    if kind is not Kind.INDIRECT:
        return False
    if lower in _OBJECT_VERBS and start > cue and end - start <= _MAX_OBJECT_WORDS:
        form = tokens.form(start)
        return form.lower() in _DETERMINERS or form[:1].isupper()
    return _is_question(tokens, cue) or _is_fragment(tokens, cue, start, end)


def _is_denied(tokens: TokenFeatures, cue: int) -> bool:
    gaps, begin = tokens.gap_after, tokens.first_word_of[tokens.sentence_of[cue]]
    for word in range(cue - 1, max(cue - _MAX_WORDS_TO_DENIAL, begin) - 1, -1):
        lower = tokens.form(word).lower()
        if gaps[word] & (COMMA | END_MARK) or lower in ("and", "but", "who", "which", "that"):
            return False
        if lower in _NEGATIONS:
            # not only said, could not but say
            return tokens.form(word + 1).lower() not in ("only", "just")
        if lower in _REFUSAL_VERBS:
            return True
    return False


def _is_withheld(tokens: TokenFeatures, cue: int, lower: str, start: int, end: int) -> bool:
    if lower in _REFUSAL_VERBS and start > cue:
        return not _SAYING_INFINITIVES.isdisjoint(_lower_forms(tokens, start, min(start + 2, end)))
    if end - start > _MAX_REQUEST_WORDS:
        return False
    last = _lower_forms(tokens, max(start, end - 4), end)
    return "comment" in last and (end - start == 1 or not _REQUEST_WORDS.isdisjoint(last))


def _is_question(tokens: TokenFeatures, cue: int) -> bool:
    """Whether the cue is the verb of a question: could she say it was a lie?"""
    document, here = tokens.document, tokens.sentence_of[cue]
    begin, end = tokens.first_word_of[here], tokens.first_word_of[here + 1]
    if cue - begin > 3 or tokens.form(begin).lower() not in _QUESTION_OPENERS:
        return False
    return "?" in document.clean[document.word_ends[end - 1] : document.sentence_end[here] + 1]


def _is_fragment(tokens: TokenFeatures, cue: int, start: int, end: int) -> bool:
    """Whether a content is a day, a number, a pronoun or half of a name next to its cue."""
    if end - start > _MAX_FRAGMENT_WORDS:
        return False
    if all(
        lower in _TIME_WORDS or lower in _CLAUSE_MARKERS or not lower[:1].isalpha()
        for lower in _lower_forms(tokens, start, end)
    ):
        return True
    first, last = (start, cue) if start < cue else (cue + 1, end)
    return all(form[:1].isupper() for form in tokens.forms(first, last))


def _lower_forms(tokens: TokenFeatures, start: int, end: int) -> list[str]:
    """The words `[start, end)` in lower case."""
    return [form.lower() for form in tokens.forms(start, end)]
