"""The texts for all timings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from framing.articles import Articles, read, read_stream
from framing.articles.article import Article

SEEDS = Path(__file__).parents[2] / "seeds"


@dataclass(frozen=True)
class Sample:
    name: str
    articles: list[Article]

    @property
    def texts(self) -> list[str]:
        return [article.text for article in self.articles]

    @property
    def words(self) -> int:
        return sum(len(text.split()) for text in self.texts)

    @property
    def as_one(self) -> Sample:
        """The sample as a single text, as long as a book."""
        return Sample(self.name, [replace(self.articles[0], text="\n\n".join(self.texts))])


def sample(news: Path | None, size: int) -> Sample:
    """The first articles of a news file, or repeated seeds, each changed because some peers cache texts."""
    if news:
        stream = (item for item in read_stream([news]) if isinstance(item, Article))
        return Sample("news", list(islice(stream, size)))
    seeds: Articles = read(SEEDS)
    copies = (replace(seeds[number % len(seeds)], id=f"{number}") for number in range(size))
    return Sample("seeds", [replace(copy, text=f"{copy.text}\n\nCopy {copy.id}.") for copy in copies])
