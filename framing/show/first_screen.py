"""The first screen of a report: what was read, what stands out, and the passages or charts that show it."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.analysis import Analysis, analyze
from framing.articles.article import Article
from framing.compare.highlights import article_highlights
from framing.compare.persons import surname
from framing.compare.wording import times
from framing.measures.phrasing.forms import usual_tag
from framing.show.charts import SIDES, VOICE, Row, bars
from framing.show.data_table import Accounts, Table, table
from framing.show.marking import highlight
from framing.show.markup import Display, Html, join, tag
from framing.show.notes import Opening, about_articles
from framing.show.phrases import overview
from framing.text.spans import truncate_words

if TYPE_CHECKING:
    from framing.compare.comparison import Comparison

#: Maximum articles that an analysis displays marked.
FEW_ARTICLES = 4
#: Maximum passages, bars and links beside a finding.
MOST_PASSAGES, MOST_BARS, MOST_LINKS = 3, 8, 6
#: Maximum words of a passage, and on either side of it.
MOST_WORDS, AROUND = 30, 12
#: Sources proposed as sides, and the minimum attributions of each.
PROPOSED, FEWEST_ATTRIBUTIONS = 4, 2

_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
#: The words of an article that a finding repeats.
_QUOTED = re.compile("“([^”]*)”")
_DECK = "Counts are of language cues; they say nothing about what is true or what a writer meant."
_ONE_EACH = "One article per outlet: this is about these texts, not about the outlets."
_COLOURS = {"one side": SIDES[0], "quoted share": VOICE["quoted"]}


def opening(comparison: Comparison, keep_text: bool = True) -> Opening:
    """What stands out in a comparison."""
    analysis = comparison.analysis
    articles = analysis["articles"]
    events = list(dict.fromkeys(a.event_title or a.event or "" for a in analysis.articles_read))
    groups = comparison["accounts"]["group"].nunique()
    title = events[0] if len(events) == 1 else f"{groups} outlets over {len(events)} events"
    if not title:
        topic = shared_topic([a.title for a in analysis.articles_read if a.title])
        title = f"{topic}: {times(len(articles), 'account')}" if topic else f"{len(articles)} accounts compared"
    one_each = len(events) == 1 and groups == len(articles)
    deck = f"{_ONE_EACH} {_DECK}" if one_each else _DECK
    findings = [_finding(row, analysis, keep_text) for row in comparison.highlights.to_dict("records")]
    return Opening(title, about_articles(analysis), deck, findings)


def shared_topic(titles: Sequence[str], most: int = 3) -> str:
    """The names and nouns that at least half of the headlines share, at most `most`, those of most headlines first.

    >>> shared_topic(["Mayor Quill Rejects Harbour Toll", "Quill says no to harbour toll", "Toll: who pays?"])
    'Toll, Quill, harbour'
    """
    spelled: dict[str, set[str]] = {}
    in_titles: Counter[str] = Counter()
    for title in titles:
        words = [word.removesuffix("'s").removesuffix("’s") for word in _WORD.findall(title)]
        runs = [" ".join(words[n : n + size]) for size in range(1, 5) for n in range(len(words) - size + 1)]
        for run in runs:
            spelled.setdefault(run.lower(), set()).add(run)
        # In the order of the text, so that ties come out alike on every run.
        in_titles.update(list(dict.fromkeys(run.lower() for run in runs)))
    kept: list[str] = []
    shared = [run for run in in_titles if in_titles[run] >= max(2, len(titles) / 2) and _is_topical(run.split())]
    for run in sorted(shared, key=lambda run: (-in_titles[run], -len(run.split()))):
        if not any(set(run.split()) & set(one.split()) for one in kept):
            kept.append(run)
    topic = ", ".join(min(spelled[run], key=str.swapcase) for run in kept[:most])
    return topic[:1].upper() + topic[1:]


def _is_topical(words: Sequence[str]) -> bool:
    """Whether the words may name a topic: they end in a noun, and begin with a noun or a qualifier."""
    first, last = usual_tag(words[0]), usual_tag(words[-1])
    return min(len(words[0]), len(words[-1])) > 2 and first[:2] in {"NN", "JJ", "RB"} and last.startswith("NN")


def article_opening(analysis: Analysis, article: str, keep_text: bool = True) -> Opening:
    """What stands out in one article."""
    known = analysis.article(article)
    words = int(analysis["articles"].loc[analysis["articles"]["article"] == article, "words"].sum())
    about = [known.outlet, known.date, times(words, "word")]
    rows = article_highlights(analysis, article).to_dict("records")
    findings = [_finding(row, analysis, keep_text) for row in rows]
    title = (known.title if keep_text else truncate_words(known.title or "")) or known.outlet or article
    return Opening(title, " · ".join(filter(None, about)), f"One article, marked. {_DECK}", findings)


def summary_html(analysis: Analysis) -> str:
    """The analysis as a notebook displays it: its articles in a table and, where they are few, marked."""
    few = 0 < len(analysis.articles_read) <= FEW_ARTICLES
    html: str = Display(join(overview(analysis).html(), highlight(analysis).html() if few else None))._repr_html_()
    return html


def _finding(row: dict[Any, Any], analysis: Analysis, keep_text: bool) -> Html:
    """A sentence with its certainty and links, beside a chart of its values or the passages that it is about."""
    values = [(str(name), float(value), str(label)) for name, value, label in json.loads(row["values"])]
    places = [(str(article), int(start), int(end)) for article, start, end in json.loads(row["places"])]
    beside = None
    if len(values) > 1:
        shown = values if len(values) <= MOST_BARS else [*values[: MOST_BARS - 2], *values[-2:]]
        rows = [Row(name, value, label=label) for name, value, label in shown]
        chart = bars(rows, row["unit"], colour=_COLOURS.get(row["kind"], VOICE["own"]))
        beside = tag("div", chart.html(), class_="beside")
    elif passages := list(_passages(analysis, row["table"], places, keep_text)):
        beside = tag("div", *passages, class_="passages")
    sentence = (
        row["sentence"] if keep_text else _QUOTED.sub(lambda words: f"“{truncate_words(words[1])}”", row["sentence"])
    )
    graded = row["certainty"] == "likely" or row["p"] == row["p"]
    meta = [*([tag("span", row["certainty"], class_="chip"), " "] if graded else []), *_links(analysis, places)]
    detail = tag("p", row["detail"]) if row["detail"] else None
    text = tag("div", tag("p", sentence, class_="lead"), detail, tag("p", *meta, class_="meta") if meta else None)
    return tag("div", text, beside, class_="finding")


def _links(analysis: Analysis, places: Sequence[tuple[str, int, int]]) -> list[object]:
    """Links to the words behind a finding: the first of each account."""
    accounts, counts = Accounts(analysis), Counter(article for article, *_ in places)
    first = {article: accounts.sentence(article, start) for article, start, _ in reversed(places)}
    linked = [article for article in counts if first[article]][:MOST_LINKS]
    links = [tag("a", f"{accounts.names[a]} ({counts[a]})", href=f"#{first[a]}") for a in linked]
    return [piece for n, link in enumerate(links) for piece in (" · " if n else "The words: ", link)]


def _passages(
    analysis: Analysis, table: str, places: Sequence[tuple[str, int, int]], keep_text: bool
) -> Iterator[Html]:
    """The words of a few places, each of another account where there are several, in their sentence."""
    first, accounts = {place[0]: place for place in reversed(places)}, Accounts(analysis)
    chosen = [place for place in places if first[place[0]] == place] if len(first) > 1 else list(places)
    for article, start, end in chosen[:MOST_PASSAGES]:
        text = analysis.article(article).text
        parts = [truncate_words(text[start:end])]
        if keep_text:
            before, after = text[:start].split("\n")[-1], text[end:].split("\n")[0]
            words = truncate_words(text[start:end], MOST_WORDS)
            after = "" if words.endswith("…") else after
            mark = tag("mark", words, class_=f"voice-{'own' if table == 'phrases' else 'quoted'}")
            parts = [" ".join(before.split()[-AROUND:]), " " * before.endswith(" "), mark]
            parts += [" " * after.startswith((" ", "\t")), " ".join(after.split()[:AROUND])]
        anchor, name = accounts.sentence(article, start), accounts.names[article]
        cite = tag("a", name, href=f"#{anchor}") if anchor else name
        yield tag("blockquote", tag("p", *parts), tag("cite", cite))


def headlines(analysis: Analysis, keep_text: bool = True) -> Table:
    """The headline and the first sentence of every account, their loaded phrases underlined.

    A title kept beside the text is marked like the rest; the counts leave it out.
    """
    titles = {a.id: Article(a.id, a.title) for a in analysis.articles_read if a.title}
    phrases, beside = analysis["phrases"], analyze(list(titles.values()))["phrases"]
    sentences, accounts, rows = analysis["sentences"], Accounts(analysis), []
    for article in analysis.articles_read:
        inside = sentences[sentences["article"] == article.id]
        # An opening in brackets is about the page.
        inside = inside.loc[[article.text[start] != "(" for start in inside["start"]]]
        first = inside.drop_duplicates("section").set_index("section")[["start", "end"]].T.to_dict("list")
        cells = [_underlined(article, first.get(part), phrases, keep_text) for part in ("headline", "body")]
        if not cells[0] and article.id in titles:
            title = titles[article.id]
            cells[0] = _underlined(title, (0, len(title.text)), beside, keep_text)
        rows.append((accounts.names[article.id], *cells))
    frame = pd.DataFrame(rows, columns=["account", "headline", "first sentence"], dtype=object)
    links = {"account": [accounts.article(article.id) for article in analysis.articles_read]}
    caption = "The headline and first sentence of each account. Underlined: loaded phrases, by voice."
    return table(frame, caption, links=links, keep_text=keep_text)


def _underlined(article: Article, place: Sequence[int] | None, phrases: pd.DataFrame, keep_text: bool) -> Html:
    """The words of the article at the place, if any, with their loaded phrases marked."""
    start, end = place or (0, 0)
    if not keep_text:
        return join(truncate_words(article.text[start:end]))
    inside, pieces = phrases[(phrases["article"] == article.id) & phrases["start"].between(start, end - 1)], []
    for row in inside.sort_values("start").to_dict("records"):
        if row["start"] >= start:
            css = f"voice-{row['voice']}{' weak' * (row.get('strength') == 'low')}"
            mark = tag("mark", article.text[row["start"] : row["end"]], class_=css)
            pieces += [article.text[start : row["start"]], mark]
            start = row["end"]
    return join(*pieces, article.text[start:end])


def sides_note(analysis: Analysis) -> Display:
    """The sides of the event as the user named them, or sides to take over where none are named."""
    named = {side.name: side for article in analysis.articles_read for side in article.sides}
    proposed = proposed_sides(analysis)
    if named:
        intro = "Sides, as set in event.toml or with --side:"
        members = ((side.name, ", ".join(side.members) or "nobody") for side in named.values())
        listed = tag("dl", *(join(tag("dt", name), tag("dd", sources)) for name, sources in members))
    elif proposed:
        intro = (
            "No sides are named, so sources are counted one by one. To count by side, group the sources yourself; "
            "these are quoted most often:"
        )
        options = (shlex.quote(option) for option in map(_side_option, proposed) if option)
        listed = tag("pre", tag("code", " ".join(f"--side {option}" for option in options)))
    else:
        return Display(join())
    return Display(tag("div", tag("p", intro), listed, class_="event"))


def _side_option(side: tuple[str, Sequence[str]]) -> str:
    """The side as `--side` reads it, without members that have a comma; empty if none is left."""
    name, members = side[0], [member for member in side[1] if "," not in member]
    return f"{name.replace('=', '-')}={','.join(members)}" if members else ""


def proposed_sides(analysis: Analysis, most: int = PROPOSED) -> list[tuple[str, tuple[str, ...]]]:
    """The sources quoted most often, each proposed as a side of its own; the user merges them."""
    quotes, sources = analysis["quotes"], analysis["sources"]
    counts = quotes.loc[quotes["kind"] != "scare", "source"].str.split("; ").explode().value_counts()
    ordered = sorted(counts[counts >= FEWEST_ATTRIBUTIONS].items(), key=lambda pair: (-pair[1], str(pair[0])))
    persons = set(sources.loc[sources["type"] == "person", "source"])
    names = [str(name) for name, _ in ordered[:most]]
    return [(name, tuple(dict.fromkeys([name, surname(name)])) if name in persons else (name,)) for name in names]
