"""A small convolutional network over the words around a word: whether it is a cue, and what it introduces.

Each layer adds to every word what it reads of that word and two others, farther away in each layer (van den Oord et
al. 2016; He et al. 2016). Weights and signals are whole numbers, so sums are exact in any order and an article reads
the same in any batch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.attribution.features import NEAR_FIELDS, WIDTH, Codes, Windows
from framing.attribution.token_features import Ints

Floats = NDArray[np.float32]

#: How far from a word each layer reads the two others.
STEPS = (1, 2, 4, 8)
#: How a weight of 1 and a signal of 1 between layers are stored; no signal is greater than `LARGEST`.
WEIGHT, SIGNAL, LARGEST = 256, 32, 255
#: What the network points at: the first and last word of the content, and a word of the source.
START, END, SOURCE = range(3)
#: The score of a column without a word.
NEVER = np.float32(-1e9)
#: Words read at once; more would leave the processor's cache.
_BLOCK = 1500


@dataclass(frozen=True, eq=False)
class Network:
    """The layers, whole numbers held as float32.

    | attribute | shape | meaning |
    |---|---|---|
    | `fields` | a (codes, D) for each of `NEAR_FIELDS` | what each code of a word gives |
    | `layers` | a (3 D, D) for each of `STEPS` | the weights of the word before, the word, and the word after |
    | `biases` | (len(STEPS) + 1, D) | of each layer, and of the last |
    | `last` | (D, D) | the layer that the pointers and the cue read |
    | `pointers` | (D, 3) | a column for each pointer |
    | `pointer_bias` | (3,) | |
    | `cue` | (2 D + 1,) | weights of the cue's own signals, of the greatest of its window, and the bias |
    """

    fields: tuple[Floats, ...]
    layers: tuple[Floats, ...]
    biases: Floats
    last: Floats
    pointers: Floats
    pointer_bias: Floats
    cue: Floats

    def read(self, windows: Windows) -> tuple[Floats, Floats]:
        """The log odds of each cue, shape `(cues,)`, and a score for each pointer and column of its window.

        The second has the shape `(3, cues, WIDTH)`; columns without a word are never pointed at.
        """
        start, of_cue = windows.start, windows.of_cue
        odds = np.zeros(len(windows.cue), dtype=np.float32)
        grid = np.full((3, len(odds), WIDTH), NEVER, dtype=np.float32)
        first = 0
        # products of this size gain nothing from a second thread, which only waits
        with _threads().limit(limits=1, user_api="blas"):
            while first < len(odds):
                last = max(first + 1, int(start.searchsorted(start[first] + _BLOCK, side="right")) - 1)
                entries, at = slice(start[first], start[last]), start[first]
                odds[first:last], scores = self._read(
                    windows.codes[:, entries], start[first : last + 1] - at, windows.cue[first:last] - at
                )
                grid[:, of_cue[entries], windows.column[entries]] = scores.T
                first = last
        return odds, grid

    def _read(self, codes: Codes, start: Ints, cue: Ints) -> tuple[Floats, Floats]:
        """What `read` gives for a block of entries: the odds of its cues, and the scores of its words."""
        count, size = codes.shape[1], self.last.shape[0]
        # the last row stays empty: what stands beyond a window
        padded = np.zeros((count + 1, size), dtype=np.float32)
        signal, added = padded[:count], np.empty((count, size), dtype=np.float32)
        for table, of_field in zip(self.fields, codes, strict=True):
            signal += table.take(of_field, axis=0, out=added, mode="clip")
        _as_signal(signal, WEIGHT // SIGNAL)
        here, length = np.arange(count), np.diff(start)
        before = here - np.repeat(start[:-1], length)
        after = np.repeat(start[1:], length) - here
        three = np.empty((count, 3, size), dtype=np.float32)
        for step, weights, bias in zip(STEPS, self.layers, self.biases, strict=False):
            beside = np.where(before >= step, here - step, count), here, np.where(after > step, here + step, count)
            padded.take(np.stack(beside, axis=1), axis=0, out=three, mode="clip")
            np.matmul(three.reshape(count, -1), weights, out=added)
            added += bias
            signal += _as_signal(added)
            np.clip(signal, 0, LARGEST, out=signal)
        read = _as_signal(np.matmul(signal, self.last, out=added) + self.biases[-1])
        scores = (read @ self.pointers + self.pointer_bias) / np.float32(WEIGHT * SIGNAL)
        greatest = np.maximum.reduceat(read, start[:-1], axis=0)
        odds = read[cue] @ self.cue[:size] + greatest @ self.cue[size:-1] + self.cue[-1]
        return odds / np.float32(WEIGHT * SIGNAL), scores


@cache
def _threads() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _as_signal(total: Floats, scale: int = WEIGHT) -> Floats:
    """Turn a sum of weighted signals into a signal, in place: none below zero, rounded."""
    total *= np.float32(1 / scale)
    np.rint(total, out=total)
    return np.clip(total, 0, LARGEST, out=total)


def from_arrays(stored: Mapping[str, NDArray[Any]]) -> Network:
    """The network that is stored as these arrays."""
    arrays = {name: stored[name].astype(np.float32) for name in stored}
    return Network(
        tuple(arrays[f"field {name}"] for name in NEAR_FIELDS),
        tuple(arrays[f"layer {step}"] for step in STEPS),
        *(arrays[name] for name in ("biases", "last", "pointers", "pointer_bias", "cue")),
    )
