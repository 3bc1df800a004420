"""Headlines: actor, verb and object, whose words they use, and words that the body lacks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from framing.articles.article import MEASURED, Section
from framing.attribution.name_types import is_common
from framing.attribution.reading import Kind, Span
from framing.compare.accounts import Account, by_event, table_of
from framing.compare.events import stem
from framing.measures.phrasing.forms import usual_tag
from framing.models import news_frequency, unit_vectors, vector_forms
from framing.words import word_set

#: Maximum share of news that a rare word makes up.
_RARE = 1 / 2000
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
#: First letters of the tags of content words: nouns, verbs, adjectives.
_CONTENT = frozenset({"NN", "VB", "JJ"})
#: Usual tags of finite verbs, and of words that no plain object has.
_FINITE = frozenset({"VBZ", "VBD"})
_NO_OBJECT = frozenset({"IN", "TO", "RP", "RB", "VB", "VBN", "VBG", "VBZ", "VBD", "MD", "WP", "WRB"})
_AFTER_OBJECT = re.compile(
    r"\s(?:as|after|amid|over|in|on|at|for|with|from|to|by|of|that|but|and|while)\s|[,;:–—]", re.IGNORECASE
)
#: What stands before a headline: a topic, a desk, a phrase that sets the scene.
_TOPIC = re.compile(r"^[^:]{1,40}:\s+")
_DESK = re.compile(r"^(?:[A-Z][A-Z'’. -]+|Opinion|Analysis|Editorial|Commentary|Watch|Exclusive):\s+")
_SETTING = re.compile(r"^(?:In|After|With|At|On|Amid|Before|During|Despite|Following) [^,]{3,50},\s+")
_SAYS = re.compile(
    r"\b(?:says?|said|tells?|claims?|warns?|calls?|argues?|insists?|vows?|admits?|denies|accuses?|urges?|alleges?|announces?"
    r"|according to|reports?)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[“\"]([^“”\"]+)[”\"]|(?<!\w)[‘']([^‘’']*(?:[’']\w[^‘’']*)*)[’'](?!\w)")
_TAIL = re.compile(r"\s+[|–—-]\s+[^|–—-]{1,40}$|\s*[(\[]\+?[^()\[\]]{1,20}[)\]]$| : [A-Z]\w+$")
#: Minimum cosine of two words of like use.
_ALIKE = 0.6


def headlines(accounts: Sequence[Account]) -> pd.DataFrame:
    """The table `headlines`: a row per account with a headline, with actor, verb and object where they are clear.

    A title outside the text has no place. `voice` is quoted if the headline has quotation marks, reported if it has a
    cue, else own. `not_in_body` lists rare nouns, verbs and adjectives of which the body has neither the stem nor a
    word of like use (a cosine of their vectors above .6).
    """
    rows = (_headline(account) for members in by_event(accounts) for account in members)
    return table_of("headlines", [row for row in rows if row])


def _headline(account: Account) -> dict[str, Any] | None:
    start, end = _place(account)
    text = account.shown(start, end) if end else " ".join((account.article.title or "").split())
    if not text:
        return None
    actor, verb, thing = clause(text)
    inside = (said for said in account.reading.attributions if start <= said.start < end and said.sure)
    quoted = "; ".join(first or second for first, second in _MARKS.findall(text))
    return account.keys | {
        "start": start if end else None,
        "end": end or None,
        "text": text,
        "actor": actor,
        "verb": verb,
        "object": thing,
        "source": next((said.source for said in inside if said.kind is not Kind.SCARE), None),
        "quoted": quoted,
        "voice": "quoted" if quoted else "reported" if _SAYS.search(text) else "own",
        "not_in_body": " ".join(_not_in_body(account, text, end)),
    }


def _place(account: Account) -> Span:
    """Where the headline stands in the text; `(0, 0)` where it has none."""
    document = account.document
    places = [at for at, part in enumerate(document.sentence_section) if MEASURED[part] is Section.HEADLINE]
    return (int(document.sentence_start[places[0]]), int(document.sentence_end[places[-1]])) if places else (0, 0)


def _not_in_body(account: Account, headline: str, end: int) -> list[str]:
    """The rare words of a headline, without labels, of which the body has neither the stem nor a synonym."""
    uses, total = news_frequency()
    after = account.document.words_between(end, len(account.article.text))
    body = {form.removesuffix("'s") for form in account.forms[after]}
    stems, vectors = set(account.stems[after]), vector_forms()
    rows = unit_vectors()[sorted(vectors[form] for form in body if form in vectors)]
    forms = [word.lower().replace("’", "'").removesuffix("'s") for word in _WORD.findall(_without_labels(headline))]
    rare = [form for form in forms if len(form) > 2 and uses.get(form, 0) < _RARE * total]
    return [
        form
        for form in dict.fromkeys(rare)
        if usual_tag(form)[:2] in _CONTENT
        and not any(stem(part) in stems for part in form.split("-"))
        and not (form in vectors and len(rows) and (rows @ unit_vectors()[vectors[form]]).max() > _ALIKE)
    ]


def _without_labels(headline: str) -> str:
    return _TAIL.sub("", _DESK.sub("", headline)).strip()


def clause(headline: str) -> tuple[str | None, str | None, str | None]:
    """The actor, verb and object of a headline that is one active clause, else None for each.

    >>> clause("Mayor Quill Rejects New Harbour Toll")
    ('Mayor Quill', 'Rejects', 'New Harbour Toll')
    >>> clause("What to Know About the Harbour Toll")
    (None, None, None)
    """
    plain = _SETTING.sub("", _TOPIC.sub("", _without_labels(headline))).strip()
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(plain)]
    verbs = [n for n, (word, *_) in enumerate(words) if n and _is_finite(word.lower(), words[n - 1][0])]
    before = [word for word, *_ in words[: verbs[0] if verbs else 0]]
    while len(before) > 1 and usual_tag(before[-1].lower()) == "RB":
        before.pop()
    if not verbs or verbs[0] > 6 or plain.endswith("?") or not _is_actor(before):
        return None, None, None
    verb = verbs[0]
    first = len(before)
    actor, does = plain[: words[first][1]].strip(), plain[words[first][1] : words[verb][2]]
    if not re.fullmatch(r"[\w.'’ -]+", actor) or words[verb][0].lower() in word_set("forms-of-be"):
        return None, None, None
    thing = _AFTER_OBJECT.split(plain[words[verb][2] :].strip(), maxsplit=1)[0].strip()
    tags = {usual_tag(word.lower()) for word in _WORD.findall(thing)}
    return actor, does, thing if thing and not tags & _NO_OBJECT else None


def _is_finite(form: str, before: str) -> bool:
    """Whether a form is usually a finite verb, or follows a name and ends in -s with a base that is usually a verb."""
    bases = [form.removesuffix("s"), form.removesuffix("es")] if form.endswith("s") and not is_common(before) else []
    return usual_tag(form) in _FINITE or any(usual_tag(base) in {"VB", "VBP"} for base in bases)


def _is_actor(words: Sequence[str]) -> bool:
    """Whether the words before a verb are a noun phrase that ends in a name or noun."""
    tags = [usual_tag(word.lower()) for word in words]
    known = {"NN", "NNS", "NNP", "NNPS", "JJ", "CD", "DT", "PRP$", "POS"}
    return bool(words) and all(tag in known for tag in tags) and tags[-1].startswith("N")
