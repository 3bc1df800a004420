"""Files to articles: readers, page furniture, metadata."""

from framing.articles.article import MEASURED, Article, Paragraph, Section, Side

__all__ = ["MEASURED", "Article", "Paragraph", "Section", "Side"]
