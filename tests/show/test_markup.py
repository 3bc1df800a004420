"""Nothing from an article can become markup."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from framing.show.markup import Html, anchor, join, printable, tag, text


class Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


@given(st.text(st.characters(codec=None)))
def test_any_text_stays_text(words: str) -> None:
    read = Reader(tag("p", words, title=words))
    assert read.tags == ["p"]
    assert read.words.replace("\r\n", "\n").replace("\r", "\n") == printable(words).replace("\r\n", "\n").replace(
        "\r", "\n"
    )
    assert [name for name, _ in read.attributes] == ["title"]


@given(st.text(st.characters(codec=None)))
def test_what_is_written_can_be_saved(words: str) -> None:
    text(words).encode("utf-8")


def test_html_is_left_as_it_is_and_nothing_is_left_out() -> None:
    assert join(tag("b", "x"), None, " & ", Html("<i>y</i>")) == "<b>x</b> &amp; <i>y</i>"


def test_attributes_without_a_value() -> None:
    assert tag("input", hidden=True, id=None, disabled=False) == "<input hidden></input>"


@given(st.text(st.characters(codec=None)), st.text(st.characters(codec=None)))
def test_anchors_are_safe_and_tell_articles_apart(one: str, other: str) -> None:
    assert anchor("article", one).replace("-", "").isalnum()
    assert (anchor("article", one) == anchor("article", other)) == (one == other)
