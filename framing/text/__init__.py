"""Documents: an article's paragraphs, sentences, words and quotations, with offsets."""

from framing.text.batch import Cut, cut, cut_together
from framing.text.document import Document
from framing.text.marks import Quotation
from framing.text.vocabulary import Vocabulary, WordFeature

__all__ = ["Cut", "Document", "Quotation", "Vocabulary", "WordFeature", "cut", "cut_together"]
