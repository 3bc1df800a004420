"""A small convolutional network over the words around a possible cue: whether it is one, and what it introduces.

Residual dilated convolutions of width 3 (van den Oord et al. 2016; He et al. 2016). Weights and activations are whole
numbers, so sums are exact in any order and an article's result does not depend on its batch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.attribution.features import WINDOW_FIELDS, WINDOW_WIDTH, Codes, Windows
from framing.attribution.token_features import Ints

Floats = NDArray[np.float32]

#: The distance from a word to its two neighbours, by layer.
DILATIONS = (1, 2, 4, 8)
#: Fixed-point scales of weights and activations, and the greatest stored activation.
WEIGHT_SCALE, ACTIVATION_SCALE, MAX_ACTIVATION = 256, 32, 255
#: The network's pointers: to the first and last word of the content, and to a word of the source.
START, END, SOURCE = range(3)
#: The score of a column that cannot be chosen.
MASKED_SCORE = np.float32(-1e9)
#: Words in a block; larger blocks do not fit the processor's cache.
_BLOCK = 1500


@dataclass(frozen=True, eq=False)
class Network:
    """The layers, whole numbers held as float32.

    | attribute | shape | meaning |
    |---|---|---|
    | `embeddings` | a (codes, D) for each of `WINDOW_FIELDS` | the vector of each code |
    | `layers` | a (3 D, D) for each of `DILATIONS` | the weights of the word before, the word, and the word after |
    | `biases` | (len(DILATIONS) + 1, D) | of each layer, and of the final one |
    | `final_layer` | (D, D) | the input of pointers and cue |
    | `pointers` | (D, 3) | a column for each pointer |
    | `pointer_bias` | (3,) | |
    | `cue` | (2 D + 1,) | weights of the cue's output, of its window's maximum, and the bias |
    """

    embeddings: tuple[Floats, ...]
    layers: tuple[Floats, ...]
    biases: Floats
    final_layer: Floats
    pointers: Floats
    pointer_bias: Floats
    cue: Floats

    def forward(self, windows: Windows) -> tuple[Floats, Floats]:
        """The log odds of each cue, shape `(cues,)`, and a score for each pointer and column of its window.

        The second has the shape `(3, cues, WINDOW_WIDTH)`; columns without a word are never pointed at.
        """
        start, cue_of_entry = windows.start, windows.cue_of_entry
        odds = np.zeros(len(windows.cue_entry), dtype=np.float32)
        pointer_scores = np.full((3, len(odds), WINDOW_WIDTH), MASKED_SCORE, dtype=np.float32)
        first = 0
        # products of this size gain nothing from a second thread, which only waits
        with _threads().limit(limits=1, user_api="blas"):
            while first < len(odds):
                last = max(first + 1, int(start.searchsorted(start[first] + _BLOCK, side="right")) - 1)
                entries, at = slice(start[first], start[last]), start[first]
                odds[first:last], scores = self._forward(
                    windows.codes[:, entries], start[first : last + 1] - at, windows.cue_entry[first:last] - at
                )
                pointer_scores[:, cue_of_entry[entries], windows.column[entries]] = scores.T
                first = last
        return odds, pointer_scores

    def _forward(self, codes: Codes, start: Ints, cue: Ints) -> tuple[Floats, Floats]:
        """The log odds of the cues in a block of entries, and the scores of its words."""
        count, size = codes.shape[1], self.final_layer.shape[0]
        # the last row stays zero: the neighbour beyond a window's end
        padded = np.zeros((count + 1, size), dtype=np.float32)
        activation, added = padded[:count], np.empty((count, size), dtype=np.float32)
        for table, of_field in zip(self.embeddings, codes, strict=True):
            activation += table.take(of_field, axis=0, out=added, mode="clip")
        _rescale(activation, WEIGHT_SCALE // ACTIVATION_SCALE)
        here, length = np.arange(count), np.diff(start)
        words_before = here - np.repeat(start[:-1], length)
        words_after = np.repeat(start[1:], length) - here
        neighbours = np.empty((count, 3, size), dtype=np.float32)
        for step, weights, bias in zip(DILATIONS, self.layers, self.biases, strict=False):
            places = (
                np.where(words_before >= step, here - step, count),
                here,
                np.where(words_after > step, here + step, count),
            )
            padded.take(np.stack(places, axis=1), axis=0, out=neighbours, mode="clip")
            np.matmul(neighbours.reshape(count, -1), weights, out=added)
            added += bias
            activation += _rescale(added)
            np.clip(activation, 0, MAX_ACTIVATION, out=activation)
        output = _rescale(np.matmul(activation, self.final_layer, out=added) + self.biases[-1])
        scores = (output @ self.pointers + self.pointer_bias) / np.float32(WEIGHT_SCALE * ACTIVATION_SCALE)
        max_pooled = np.maximum.reduceat(output, start[:-1], axis=0)
        odds = output[cue] @ self.cue[:size] + max_pooled @ self.cue[size:-1] + self.cue[-1]
        return odds / np.float32(WEIGHT_SCALE * ACTIVATION_SCALE), scores

    @classmethod
    def from_arrays(cls, stored: Mapping[str, NDArray[Any]]) -> Network:
        """The network that is stored as these arrays."""
        arrays = {name: stored[name].astype(np.float32) for name in stored}
        return cls(
            tuple(arrays[f"field {name}"] for name in WINDOW_FIELDS),
            tuple(arrays[f"layer {step}"] for step in DILATIONS),
            *(arrays[name] for name in ("biases", "last", "pointers", "pointer_bias", "cue")),
        )


@cache
def _threads() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _rescale(total: Floats, scale: int = WEIGHT_SCALE) -> Floats:
    """Turn weighted sums into activations in place: rounded and clipped."""
    total *= np.float32(1 / scale)
    np.rint(total, out=total)
    return np.clip(total, 0, MAX_ACTIVATION, out=total)
