"""Where things in an article are found in a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from framing.show.markup import sentence_anchor


class Sentences:
    """Finds the sentence that an offset lies in, so that a cell of a table can lead to it."""

    def __init__(self, analysis: Mapping[str, pd.DataFrame]) -> None:
        self._starts = {
            str(article): rows["start"].to_numpy() for article, rows in analysis["sentences"].groupby("article")
        }

    def anchor(self, article: object, offset: Any) -> str | None:
        """The anchor of the sentence at the offset; None where there is no offset, or nothing was measured."""
        starts = self._starts.get(str(article))
        if starts is None or pd.isna(offset):
            return None
        place = int(np.searchsorted(starts, int(offset), side="right")) - 1
        return sentence_anchor(str(article), int(starts[max(place, 0)]))
