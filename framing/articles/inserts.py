"""What a page puts into the middle of a sentence: links to other stories behind a person's name.

Some sites name a person again behind the name and go on with headlines of other stories, up to the word MORE. On the
page that is a box; in the text of a saved page it stands in the sentence, and the headlines would count as the
article's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: A last name, then the full name run into the first headline; or a name, the full name and the first headline.
_NAME = r"[A-Z][\w'’-]{0,30}[a-z][\w'’-]{0,30}"
_NAMED_AGAIN = (
    rf"(?P<last>{_NAME})"
    r"(?P<links>,? ?(?=[A-Z(])(?:[A-Z(][\w.'’()-]{0,30},? |de |la |van |von ){0,7}(?P=last))(?=[A-Z0-9'‘\"“])",
    rf"(?P<first>{_NAME}) (?P<last>{_NAME})"
    r"(?P<links> (?P=first) (?:[A-Z][\w.'’-]{0,30} ){0,3}(?P=last) )(?=[A-Z0-9'‘\"“])",
)
_LINKS = [re.compile(rf"\b{again}") for again in _NAMED_AGAIN]
_END = re.compile(r"\bMORE\b")
#: Links and the name before them have no more characters than this, and each headline no fewer.
_LONGEST, _SHORTEST = 900, 15


def without_inserts(text: str) -> str:
    """The text with a space for each character of such links, so that offsets stay what they are.

    >>> without_inserts("Sen. Ada Quill Ada M. QuillFerry bill stalls Five facts about the quay MORE said no.").split()
    ['Sen.', 'Ada', 'Quill', 'said', 'no.']
    """
    told, at = [], 0
    for start, end in _links(text):
        told += [text[at:start], " " * (end - start)]
        at = end
    return "".join((*told, text[at:])) if told else text


def _links(text: str) -> Iterator[tuple[int, int]]:
    after = 0
    for more in _END.finditer(text) if " MORE" in text else ():
        begin = max(after, more.start() - _LONGEST, text.rfind("\n", after, more.start()) + 1)
        searched = (links.search(text, begin, more.start() - _SHORTEST) for links in _LINKS)
        found = next(filter(None, searched), None)
        if found:
            yield found.start("links"), more.end()
        after = more.end()
