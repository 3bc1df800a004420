"""Files to articles: readers, page furniture, metadata."""

from framing.articles.article import MEASURED, Article, Paragraph, ReadError, Section, Side
from framing.articles.reader import Articles, read, read_stream

__all__ = ["MEASURED", "Article", "Articles", "Paragraph", "ReadError", "Section", "Side", "read", "read_stream"]
