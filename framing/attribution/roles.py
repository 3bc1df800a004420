"""The role a source speaks in, where the words that name it say so."""

from __future__ import annotations

import re
from functools import lru_cache

from framing.attribution.reading import Span
from framing.text.listed import listed

#: In the order in which they are looked for: a spokesman for a ministry is a spokesperson, not an official.
ROLES = {
    "spokesperson": listed("spokesman spokeswoman spokesperson spokespeople spokesmen"),
    "anonymous": listed("source sources insider insiders anonymous anonymity familiar unnamed unidentified"),
    "expert": listed(
        """
        professor professors analyst analysts economist economists expert experts researcher researchers
        scientist scientists scholar scholars historian historians epidemiologist doctor doctors physician
        fellow statistician
        """
    ),
    "opposition": listed("opposition"),
    "business": listed(
        """
        ceo executive executives company companies firm founder investor investors banker bankers manufacturer
        manufacturers businessman businesswoman owner owners employer employers retailer retailers entrepreneur
        """
    ),
    "official": listed(
        """
        president minister ministers premier chancellor senator senators sen representative rep congressman
        congresswoman governor governors gov mayor mayors secretary ambassador commissioner judge judges justice
        sheriff police officer officers official officials authorities prosecutor prosecutors attorney ministry
        department administration government agency council councilman councilwoman councillor councillors
        lawmaker lawmakers legislator legislators regulator regulators general colonel court house senate
        congress parliament fbi cia nsa eu un nato king queen harbour-master superintendent diplomat diplomats
        """
    ),
    "citizen": listed(
        """
        resident residents voter voters witness witnesses student students neighbor neighbors neighbour
        neighbours protester protesters protestor demonstrator demonstrators worker workers farmer farmers
        mother father parent parents teacher teachers nurse nurses driver drivers shopper shoppers customer
        customers retiree villager villagers citizen citizens passenger passengers
        """
    ),
    "document": listed(
        """
        report reports study studies survey surveys poll polls statement letter letters document documents
        filing filings memo memos lawsuit complaint book article editorial tweet data figures records transcript
        email emails ruling indictment affidavit advertisement website
        """
    ),
    "crowd": listed(
        """
        critics supporters opponents people many some most others observers sides everyone everybody americans
        canadians republicans democrats conservatives liberals activists advocates groups fans allies aides
        advisers members leaders
        """
    ),
}
_RANK = {word: rank for rank, words in reversed(list(enumerate(ROLES.values()))) for word in words}
_NAMES = tuple(ROLES)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
#: An appendix: “, who leads the union,” or “, the mayor,” right after the name.
_APPENDIX = re.compile(r",\s(?:an?|the|who|his|her|its|their|former|chief|director|\d)[^,.;:“”\"]{0,80}(?=[,.;])")


#: What follows a source that is told of without a name on purpose.
_UNNAMED = re.compile(
    r"\s(?:familiar with|briefed on|close to|with (?:direct |intimate )?knowledge of)\b"
    r"|,? who (?:spoke|asked|declined|requested|insisted)\b[^.”\"]{0,80}\b(?:anonym\w+|named|identified)\b"
)


def role_of(text: str, span: Span, name: str) -> str | None:
    """The role that the words at `span`, or an appendix to them, give to the source; None if they give none."""
    start, end = span
    if not name[:1].isupper() and _UNNAMED.match(text, end):
        return "anonymous"
    # A plain look at the sign is several times as quick as a pattern.
    appendix = _APPENDIX.match(text, end) if text.startswith(",", end) else None
    return _role_told(f"{text[start : appendix.end() if appendix else end]} {name}")


@lru_cache(maxsize=1 << 16)
def _role_told(words: str) -> str | None:
    """The first of the roles that the words tell of."""
    ranks = [_RANK[word] for word in _WORD.findall(words.lower()) if word in _RANK]
    return _NAMES[min(ranks)] if ranks else None
