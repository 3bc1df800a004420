"""Article to Document: paragraphs, sentences, words and paired quotation marks, found once, with offsets."""

from framing.text.batch import Cut, cut, cut_together
from framing.text.document import Document
from framing.text.marks import Quotation
from framing.text.vocabulary import Vocabulary, WordFeature

__all__ = ["Cut", "Document", "Quotation", "Vocabulary", "WordFeature", "cut", "cut_together"]
