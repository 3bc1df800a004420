"""The measure with frames of one's own, as `framing frames fit` wrote them down."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from pathlib import Path

from framing.lexicon import BadLexicon, Lexicon, load
from framing.measures.frames.cues import CueFinder
from framing.measures.frames.measure import Frames
from framing.measures.frames.model import from_json

#: The name of the files: cues (.csv), what they are (.toml), weights (.json).
OWN_FRAMES = "own-frames"
#: The `kind` of such frames in the table.
OWN = "own"


class NoFittedFrames(BadLexicon):
    """A folder that holds no frames to measure with; says what is wrong and what to do."""


@cache
def fitted_frames(folder: Path) -> Frames:
    """The measure of the frames in a folder that `framing frames fit` wrote, beside the generic ones.

    A frame that has the name of a generic one stands in its place.
    """
    weights = folder / f"{OWN_FRAMES}.json"
    try:
        model = from_json(json.loads(weights.read_text(encoding="utf-8")))
    except FileNotFoundError:
        what = f"{weights}: no such file; make it with framing frames fit LABELS --out {folder}"
        raise NoFittedFrames(what) from None
    except (KeyError, TypeError, ValueError) as error:
        what = f"{weights}: not as framing frames fit writes it ({error!r}); fit the labels again"
        raise NoFittedFrames(what) from None
    cues = load(weights.with_suffix(".csv"))
    return Frames(CueFinder((cues, _without(load("generic-frames"), model.frames)), model.frames), model, OWN)


def _without(lexicon: Lexicon, names: Collection[str]) -> Lexicon:
    categories = {name: category for name, category in lexicon.categories.items() if name not in names}
    entries = tuple(entry for entry in lexicon.entries if entry.category in categories)
    return replace(lexicon, categories=categories, entries=entries)
