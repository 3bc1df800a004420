"""The colours hold for the colour-blind, and on both papers."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from framing.show.markup import STYLE_SHEET

#: Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
VIEWERS = {
    "everybody": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
PAIRS = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", STYLE_SHEET.read_text(encoding="utf-8"))
SIDES = [f"side-{number}" for number in range(5)]


def linear(colour: str) -> NDArray[np.float64]:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    matrix = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = np.cbrt(np.clip(matrix @ np.clip(rgb, 0, 1), 1e-6, None) / [0.9505, 1, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one: str, other: str) -> float:
    bright = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) + 0.05 for colour in (one, other))
    return bright[1] / bright[0]


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize(
    "group", [["own", "quoted", "reported"], ["side-1", "side-2", "side-3"]], ids=["voices", "sides"]
)
@pytest.mark.parametrize("paper", [1, 2], ids=["light", "dark"])
def test_colours_that_stand_side_by_side_differ_to_every_viewer(viewer: str, group: list[str], paper: int) -> None:
    values = {pair[0]: pair[paper] for pair in PAIRS}
    chosen = [lab(VIEWERS[viewer] @ linear(values[name])) for name in group]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(chosen, 2)) > 15


@pytest.mark.parametrize("paper", [1, 2], ids=["light", "dark"])
def test_text_and_marks_stand_out_from_the_paper(paper: int) -> None:
    values = {pair[0]: pair[paper] for pair in PAIRS}
    for name in ("ink", "muted", "link"):
        assert min(contrast(values[name], values[ground]) for ground in ("paper", "panel")) >= 4.5, name
    for name in SIDES:
        assert contrast(values[name], values["paper"]) >= 4.5, f"a number stands on a bar of {name}"
    for name in ("own", "quoted", "reported", *SIDES):
        assert contrast(values[name], values["paper"]) >= 3, name
