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
from framing.compare.highlights import article_highlights, times
from framing.measures.phrasing.forms import usual_tag
from framing.show.data_table import Sentences, Table, account_names, table
from framing.show.marking import highlight
from framing.show.markup import Html, display, join, tag
from framing.show.notes import Note, Opening, about_articles
from framing.show.phrases import overview
from framing.show.picture import SIDES, VOICE, bars
from framing.text.spans import few_words

if TYPE_CHECKING:
    from framing.compare.comparison import Comparison

#: Up to so many articles an analysis displays marked.
FEW_ARTICLES = 4
#: The most passages and the most bars beside a sentence.
MOST_PASSAGES, MOST_BARS = 3, 8
#: Words of a passage, and on either side of it.
MOST_WORDS, AROUND = 30, 12
#: Sources that are proposed as sides, and the fewest attributions of each.
PROPOSED, FEWEST_GIVEN = 4, 2

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
    spelled: dict[str, Counter[str]] = {}
    for title in titles:
        words = [word.removesuffix("'s").removesuffix("’s") for word in _WORD.findall(title)]
        runs = (" ".join(words[n : n + size]) for size in range(1, 5) for n in range(len(words) - size + 1))
        # in the order of the text, so that ties come out alike on every run
        for run in dict.fromkeys(runs):
            spelled.setdefault(run.lower(), Counter())[run] += 1
    often = {run: spellings.total() for run, spellings in spelled.items() if _is_topical(run.split())}
    kept: list[str] = []
    enough = [run for run in often if often[run] > max(1, len(titles) / 2 - 1)]
    for run in sorted(enough, key=lambda run: (-often[run], -len(run.split()))):
        if not any(set(run.split()) & set(one.split()) for one in kept):
            kept.append(run)
    topic = ", ".join(min(spelled[run], key=str.swapcase) for run in kept[:most])
    return topic[:1].upper() + topic[1:]


def _is_topical(words: Sequence[str]) -> bool:
    """Whether the words may name a topic: they end in a noun, and begin with one or with what qualifies it."""
    first, last = usual_tag(words[0]), usual_tag(words[-1])
    return min(len(words[0]), len(words[-1])) > 2 and first[:2] in {"NN", "JJ", "RB"} and last.startswith("NN")


def article_opening(analysis: Analysis, article: str, keep_text: bool = True) -> Opening:
    """What stands out in one article."""
    known = analysis.article(article)
    words = int(analysis["articles"].loc[analysis["articles"]["article"] == article, "words"].sum())
    about = [known.outlet, known.date, times(words, "word")]
    rows = article_highlights(analysis, article).to_dict("records")
    findings = [_finding(row, analysis, keep_text) for row in rows]
    title = (known.title if keep_text else few_words(known.title or "")) or known.outlet or article
    return Opening(title, " · ".join(filter(None, about)), f"One article, marked. {_DECK}", findings)


def summary_html(analysis: Analysis) -> str:
    """The analysis as a notebook displays it: its articles in a table and, where they are few, marked."""
    few = 0 < len(analysis.articles_read) <= FEW_ARTICLES
    shown = highlight(analysis).html() if few else None
    return display(join(overview(analysis).html(), shown))


def _finding(row: dict[Any, Any], analysis: Analysis, keep_text: bool) -> Html:
    values = [(str(name), float(value), str(said)) for name, value, said in json.loads(row["values"])]
    places = [(str(article), int(start), int(end)) for article, start, end in json.loads(row["places"])]
    chart = tag("div", _bars(row, values), class_="beside") if len(values) > 1 else None
    shown = list(_passages(analysis, row["table"], places, keep_text)) if chart is None else []
    sentence = row["sentence"] if keep_text else _QUOTED.sub(lambda words: f"“{few_words(words[1])}”", row["sentence"])
    graded = row["certainty"] == "likely" or row["p"] == row["p"]
    meta = [*([tag("span", row["certainty"], class_="chip"), " "] if graded else []), *_leads(analysis, places)]
    detail = tag("p", row["detail"]) if row["detail"] else None
    said = tag("div", tag("p", sentence, class_="lead"), detail, tag("p", *meta, class_="meta") if meta else None)
    return tag("div", said, chart, tag("div", *shown, class_="passages") if shown else None, class_="finding")


def _bars(row: dict[Any, Any], values: Sequence[tuple[str, float, str]]) -> Html:
    shown = values if len(values) <= MOST_BARS else [*values[: MOST_BARS - 2], *values[-2:]]
    colour = _COLOURS.get(row["kind"], VOICE["own"])
    return bars({name: (value, said) for name, value, said in shown}, row["unit"], colour=colour).html()


def _leads(analysis: Analysis, places: Sequence[tuple[str, int, int]], most: int = 6) -> list[object]:
    """Links to the words behind a finding: the first of each account."""
    sentences, names = Sentences(analysis), account_names(analysis["articles"])
    counts = Counter(article for article, *_ in places)
    first = {article: sentences.anchor(article, start) for article, start, _ in reversed(places)}
    anchors = [(article, first[article]) for article in counts if first[article]][:most]
    links = [tag("a", f"{names[article]} ({counts[article]})", href=f"#{anchor}") for article, anchor in anchors]
    return [piece for n, link in enumerate(links) for piece in (" · " if n else "The words: ", link)]


def _passages(
    analysis: Analysis, table: str, places: Sequence[tuple[str, int, int]], keep_text: bool
) -> Iterator[Html]:
    """The words of a few places, each of another account where there are several, in their sentence."""
    first = {place[0]: place for place in reversed(places)}
    chosen = [place for place in places if first[place[0]] == place] if len(first) > 1 else list(places)
    names, sentences = account_names(analysis["articles"]), Sentences(analysis)
    for article, start, end in chosen[:MOST_PASSAGES]:
        text = analysis.article(article).text
        before, words, after = text[:start].split("\n")[-1], text[start:end], text[end:].split("\n")[0]
        if keep_text:
            words = few_words(words, MOST_WORDS)
            after = "" if words.endswith("…") else after
            around = (" ".join(before.split()[-AROUND:]), " ".join(after.split()[:AROUND]))
            parts = [
                around[0],
                " " * before.endswith(" "),
                tag("mark", words, class_=f"voice-{'own' if table == 'phrases' else 'quoted'}"),
            ]
            parts += [" " * after.startswith((" ", "\t")), around[1]]
        else:
            parts = [few_words(words)]
        anchor = sentences.anchor(article, start)
        name = tag("a", names[article], href=f"#{anchor}") if anchor else names[article]
        yield tag("blockquote", tag("p", *parts), tag("cite", name))


def headlines(analysis: Analysis, keep_text: bool = True) -> Table:
    """The headline and the first sentence of every account, their loaded phrases underlined.

    A title kept beside the text is marked like the rest; the counts leave it out.
    """
    sentences, names = analysis["sentences"], account_names(analysis["articles"])
    titles = {a.id: Article(a.id, a.title) for a in analysis.articles_read if a.title}
    beside = analyze(list(titles.values()))["phrases"]
    rows, anchors, places = [], [], Sentences(analysis)
    for article in analysis.articles_read:
        mine = sentences[sentences["article"] == article.id]
        # what an article opens with in brackets is about the page
        plain = ~mine["start"].map(lambda start, text=article.text: text[start] == "(").astype(bool)
        parts = [mine[plain & (mine["section"] == section)].head(1) for section in ("headline", "body")]
        cells = [_underlined(article, part, analysis["phrases"], keep_text) for part in parts]
        if not cells[0] and article.id in titles:
            title = titles[article.id]
            cells[0] = _underlined(title, pd.DataFrame({"start": [0], "end": [len(title.text)]}), beside, keep_text)
        rows.append((names[article.id], *cells))
        anchors.append(places.article(article.id))
    frame = pd.DataFrame(rows, columns=["account", "headline", "first sentence"], dtype=object)
    caption = "The headline and first sentence of each account. Underlined: loaded phrases, by voice."
    return table(frame, caption, links={"account": anchors}, keep_text=keep_text)


def _underlined(article: Article, part: pd.DataFrame, phrases: pd.DataFrame, keep_text: bool) -> Html:
    """The part of the article, at most one range, with its loaded phrases marked."""
    text, pieces = article.text, []
    for start, end in zip(part["start"].tolist(), part["end"].tolist(), strict=True):
        if not keep_text:
            return join(few_words(text[start:end]))
        mine = phrases[(phrases["article"] == article.id) & phrases["start"].between(start, end - 1)]
        for row in mine.sort_values("start").to_dict("records"):
            first, last = int(row["start"]), int(row["end"])
            if first >= start:
                weak = " weak" * (row.get("strength") == "low")
                pieces += [text[start:first], tag("mark", text[first:last], class_=f"voice-{row['voice']}{weak}")]
                start = last
        pieces.append(text[start:end])
    return join(*pieces)


def sides_note(analysis: Analysis) -> Note:
    """The sides of the event as the user named them, or sides to take over where none are named."""
    named = {side.name: side for article in analysis.articles_read for side in article.sides}
    if named:
        entries = [
            join(tag("dt", side.name), tag("dd", ", ".join(side.members) or "nobody")) for side in named.values()
        ]
        return Note(
            tag("div", tag("p", "Sides, as set in event.toml or with --side:"), tag("dl", *entries), class_="event")
        )
    proposed = proposed_sides(analysis)
    if not proposed:
        return Note(join())
    options = " ".join(f"--side {shlex.quote(f'{name}={chr(44).join(members)}')}" for name, members in proposed)
    said = (
        "No sides are named, so sources are counted one by one. To count by side, group the sources yourself; these "
        "are quoted most often:"
    )
    return Note(tag("div", tag("p", said), tag("pre", tag("code", options)), class_="event"))


def proposed_sides(analysis: Analysis, most: int = PROPOSED) -> list[tuple[str, tuple[str, ...]]]:
    """The sources quoted most often, each as a side of its own: a start for the user, never a guess at who belongs."""
    quotes = analysis["quotes"]
    counts = quotes.loc[quotes["kind"] != "scare", "source"].dropna().value_counts()
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
    sources = analysis["sources"]
    persons = set(sources.loc[sources["type"] == "person", "source"]) if "type" in sources else set()
    proposed = []
    for source, count in ordered[:most]:
        name = str(source)
        if count >= FEWEST_GIVEN:
            last = name.split()[-1]
            proposed.append((name, tuple(dict.fromkeys([name, last])) if name in persons else (name,)))
    return proposed
