"""Which article ids were met before, in eight bytes each, so that millions fit into memory."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np

#: So many are kept in a set, quick to grow, before they join the sorted array.
_FRESH = 1 << 16


class SeenIds:
    """The ids met so far, as 64-bit digests; two of ten million ids share one with a chance of 1 in 300,000."""

    def __init__(self) -> None:
        self._fresh: set[int] = set()
        self._sorted = np.empty(0, dtype=np.uint64)

    def add(self, article_id: str) -> bool:
        """Remember the id; False if it was met before."""
        digest = blake2b(article_id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        number = int.from_bytes(digest, "little")
        if number in self._fresh or self._is_sorted_in(number):
            return False
        self._fresh.add(number)
        if len(self._fresh) >= _FRESH:
            fresh = np.sort(np.fromiter(self._fresh, dtype=np.uint64))
            self._sorted = np.insert(self._sorted, np.searchsorted(self._sorted, fresh), fresh)
            self._fresh.clear()
        return True

    def _is_sorted_in(self, number: int) -> bool:
        place = int(np.searchsorted(self._sorted, np.uint64(number)))
        return place < len(self._sorted) and int(self._sorted[place]) == number
