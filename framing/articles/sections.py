"""Paragraphs and their sections: what of a text is told, and what is page furniture."""

from __future__ import annotations

import re

from framing.articles.article import Article, Paragraph, Section

_PARAGRAPH = re.compile(r"[^\s](?:.*?[^\s])??(?=\s*(?:\n\s*\n|\Z))", re.DOTALL)


def paragraphs(article: Article) -> tuple[Paragraph, ...]:
    """The article's paragraphs in text order, each with its section."""
    return tuple(Paragraph(m.start(), m.end(), Section.BODY) for m in _PARAGRAPH.finditer(article.text))
