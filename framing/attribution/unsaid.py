"""Cues that introduce no speech: denials, questions, “no comment”, and torn names."""

from __future__ import annotations

from framing.attribution.reading import Kind
from framing.attribution.token_features import COMMA, STOP, TokenFeatures
from framing.words import word_set

_NEGATIONS, _WITHHOLDING = word_set("denials"), word_set("withholding")
_MOMENTS = word_set("calendar") | word_set("moments")
#: Verbs whose denial is a thought as well: I don't think it will.
_RAISING = word_set("raising-verbs")
_ASKING = word_set("question-openers")
_TO_SAY = word_set("saying-infinitives")
#: Maximum words between a cue and what denies it.
_REACH = 4
_LONGEST_SCRAP = 3
#: Maximum words of a plain object: he answered the door.
_LONGEST_OBJECT = 4
_OBJECT_VERBS, _DETERMINERS = word_set("object-verbs"), word_set("object-openers")
_REQUESTING, _LONGEST_REQUEST = frozenset({"request", "requests", "seeking", "to", "for"}), 12
_MARKERS = word_set("clause-markers")


def is_unsaid(tokens: TokenFeatures, cue: int, start: int, end: int, kind: Kind) -> bool:
    """Whether nobody says the content: the cue is denied, withheld or only asked for, or the content is a scrap."""
    low = tokens.form(cue).lower()
    if low == "so-called":
        return True
    if low in _RAISING:
        return kind is Kind.INDIRECT and _is_scrap(tokens, cue, start, end)
    if _is_denied(tokens, cue) or _is_withheld(tokens, cue, low, start, end):
        return True
    if kind is not Kind.INDIRECT:
        return False
    if low in _OBJECT_VERBS and start > cue and end - start < _LONGEST_OBJECT:
        form = tokens.form(start)
        return form.lower() in _DETERMINERS or form[:1].isupper()
    return _is_asked(tokens, cue) or _is_scrap(tokens, cue, start, end)


def _is_denied(tokens: TokenFeatures, cue: int) -> bool:
    gaps, begin = tokens.gaps, tokens.first_words[tokens.sentences[cue]]
    for word in range(cue - 1, max(cue - _REACH, begin) - 1, -1):
        low = tokens.form(word).lower()
        if gaps[word] & (COMMA | STOP) or low in ("and", "but", "who", "which", "that"):
            return False
        if low in _NEGATIONS:
            # not only said, could not but say
            return tokens.form(word + 1).lower() not in ("only", "just")
        if low in _WITHHOLDING:
            return True
    return False


def _is_withheld(tokens: TokenFeatures, cue: int, low: str, start: int, end: int) -> bool:
    if low in _WITHHOLDING and start > cue:
        return not _TO_SAY.isdisjoint(_lows(tokens, start, min(start + 1, end)))
    if end - start >= _LONGEST_REQUEST:
        return False
    last = _lows(tokens, max(start, end - 3), end)
    return "comment" in last and (end == start or not _REQUESTING.isdisjoint(last))


def _is_asked(tokens: TokenFeatures, cue: int) -> bool:
    """Whether the cue is the verb of a question: could she say it was a lie?"""
    document, here = tokens.document, tokens.sentences[cue]
    begin, end = tokens.first_words[here], tokens.first_words[here + 1]
    if cue - begin > 3 or tokens.form(begin).lower() not in _ASKING:
        return False
    return "?" in document.clean[document.word_ends[end - 1] : document.sentence_end[here] + 1]


def _is_scrap(tokens: TokenFeatures, cue: int, start: int, end: int) -> bool:
    """Whether a content is a day, a number, a pronoun or the half of a name beside its cue."""
    if end - start >= _LONGEST_SCRAP:
        return False
    if all(low in _MOMENTS or low in _MARKERS or not low[:1].isalpha() for low in _lows(tokens, start, end)):
        return True
    first, last = (start, cue) if start < cue else (cue + 1, end + 1)
    return all(form[:1].isupper() for form in tokens.forms(first, last))


def _lows(tokens: TokenFeatures, first: int, last: int) -> list[str]:
    """The words `[first, last]` in lower case."""
    return [form.lower() for form in tokens.forms(first, last + 1)]
