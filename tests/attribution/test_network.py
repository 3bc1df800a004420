"""The network reads every window by itself, and its sums are exact; trees add up what their leaves hold."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.articles import Article
from framing.attribution import network, trees
from framing.attribution.features import CUE_COLUMN, WINDOW_AFTER, WINDOW_FIELDS, WINDOW_WIDTH, Windows, windows_of
from framing.attribution.model import decode_pointers, load_model
from framing.attribution.network import ACTIVATION_SCALE, DILATIONS, MAX_ACTIVATION, WEIGHT_SCALE, Network
from framing.attribution.token_features import TokenFeatures, token_features
from framing.attribution.trees import Trees
from framing.text import cut_together

_TEXT = (
    "The harbour board said the quay would close, and the mayor asked whether the ferry could land elsewhere. "
    "“It cannot,” the board replied; “not before May.” According to the engineers, the piles are sound. "
) * 5


@pytest.fixture(scope="module")
def read_text() -> TokenFeatures:
    return token_features(cut_together((Article("a", _TEXT),)), load_model().rows)


def test_a_window_holds_the_outer_words_of_the_unit_of_its_cue(read_text: TokenFeatures) -> None:
    cues = read_text.outer[::7]
    windows = windows_of(read_text, cues)
    for number, cue in enumerate(cues.tolist()):
        words = windows.word[windows.start[number] : windows.start[number + 1]]
        place = int(np.flatnonzero(read_text.outer == cue)[0])
        near = read_text.outer[max(place - CUE_COLUMN, 0) : place + WINDOW_AFTER + 1]
        assert words.tolist() == near[read_text.unit[near] == read_text.unit[cue]].tolist()
        assert windows.word[windows.cue_entry[number]] == cue
        assert windows.column[windows.cue_entry[number]] == CUE_COLUMN


@given(st.data())
def test_a_cue_is_read_alike_alone_and_among_others(read_text: TokenFeatures, data: st.DataObject) -> None:
    cues = np.array(data.draw(st.lists(st.sampled_from(read_text.outer.tolist()), min_size=1, unique=True)))
    together = load_model().score(read_text, cues)
    each = [load_model().score(read_text, cues[[at]]) for at in range(len(cues))]
    for name in ("cue_score", "content_score", "source"):
        assert getattr(together, name).tolist() == [getattr(alone, name)[0] for alone in each]


def test_blocks_change_nothing(read_text: TokenFeatures, monkeypatch: pytest.MonkeyPatch) -> None:
    windows = windows_of(read_text, read_text.outer)
    odds, grid = load_model().network.forward(windows)
    monkeypatch.setattr(network, "_BLOCK", 100)
    again, grid_again = load_model().network.forward(windows)
    assert np.array_equal(odds, again)
    assert np.array_equal(grid, grid_again)


def test_no_sum_of_signals_leaves_the_whole_numbers_that_float32_holds() -> None:
    # below 2 ** 24 every partial sum is exact, and so the same in whatever order a processor adds
    read = load_model().network
    sums = [np.abs(weights).sum(axis=0).max() for weights in (*read.layers, read.final_layer, read.pointers)]
    biases = [*np.abs(read.biases).max(axis=1), np.abs(read.pointer_bias).max()]
    assert max(MAX_ACTIVATION * weights + bias for weights, bias in zip(sums, biases, strict=True)) < 2**24
    assert MAX_ACTIVATION * np.abs(read.cue[:-1]).sum() + abs(read.cue[-1]) < 2**24
    assert sum(np.abs(table).max() for table in read.embeddings) < 2**24
    for weights in (
        *read.embeddings,
        *read.layers,
        read.final_layer,
        read.pointers,
        read.biases,
        read.pointer_bias,
        read.cue,
    ):
        assert np.array_equal(weights, np.rint(weights))


def test_trees_grade_a_row_alike_in_any_block(monkeypatch: pytest.MonkeyPatch) -> None:
    grades = load_model().confidence
    assert grades is not None
    rows = np.random.default_rng(0).normal(scale=5, size=(300, int(grades.feature.max()) + 1))
    whole = grades.log_odds(rows)
    monkeypatch.setattr(trees, "_BLOCK", 7)
    assert np.array_equal(grades.log_odds(rows), whole)


def _one_signal(layer: list[float], rows: list[float]) -> Network:
    """A network of one signal, which rows alone give and whose first layer has these weights of three words."""
    nothing = [np.zeros((size or len(rows), 1), dtype=np.float32) for size in WINDOW_FIELDS.values()]
    nothing[0] = np.array(rows, dtype=np.float32)[:, None] * WEIGHT_SCALE
    silent = np.zeros((3, 1), dtype=np.float32)
    weights = [np.array(layer, dtype=np.float32)[:, None] * WEIGHT_SCALE, *[silent] * (len(DILATIONS) - 1)]
    one = np.full((1, 1), WEIGHT_SCALE, dtype=np.float32)
    pointers = np.repeat(one, 3, axis=1)
    zeros = np.zeros((len(DILATIONS) + 1, 1), dtype=np.float32)
    cue = np.array([0, WEIGHT_SCALE, WEIGHT_SCALE * ACTIVATION_SCALE], dtype=np.float32)
    return Network(tuple(nothing), tuple(weights), zeros, one, pointers, zeros[:3, 0], cue)


def test_a_layer_adds_what_stands_beside_a_word() -> None:
    # three words with the signals 1, 2 and 4; a layer adds half of the word before and twice the word after
    codes = np.zeros((len(WINDOW_FIELDS), 3), dtype=np.intp)
    codes[0] = [0, 1, 2]
    windows = Windows(np.array([0, 3]), np.arange(3), np.arange(3) + CUE_COLUMN, np.array([0]), codes)
    odds, grid = _one_signal([0.5, 0, 2], [1, 2, 4]).forward(windows)
    added = [1 + 2 * 2, 2 + 0.5 * 1 + 2 * 4, 4 + 0.5 * 2]
    largest = 255 / ACTIVATION_SCALE
    assert grid[0, 0, CUE_COLUMN : CUE_COLUMN + 3].tolist() == [min(value, largest) for value in added]
    assert odds.tolist() == [largest + 1]


def test_a_content_lies_on_one_side_of_its_cue_and_the_source_outside_it() -> None:
    rng = np.random.default_rng(0)
    column = np.arange(WINDOW_WIDTH)
    codes = np.zeros((len(WINDOW_FIELDS), WINDOW_WIDTH), dtype=np.intp)
    windows = Windows(np.array([0, WINDOW_WIDTH]), column, column, np.array([CUE_COLUMN]), codes)
    for _ in range(200):
        pointed = decode_pointers(
            np.array([CUE_COLUMN]),
            windows,
            np.zeros(1, dtype=np.float32),
            rng.normal(size=(3, 1, WINDOW_WIDTH)).astype(np.float32),
        )
        start, end, source = int(pointed.first_word[0]), int(pointed.last_word[0]), int(pointed.source[0])
        assert start <= end
        assert end < CUE_COLUMN or start > CUE_COLUMN
        assert not start <= source <= end


def test_trees_add_up_their_leaves() -> None:
    # one tree asks for column 0, then column 1; the other is a leaf
    two = Trees(
        root=np.array([0, 5], dtype=np.int32),
        feature=np.array([0, 0, 1, 0, 0, 0], dtype=np.int32),
        threshold=np.array([0.5, 0, 2, 0, 0, 0]),
        left=np.array([1, 1, 3, 3, 4, 5], dtype=np.int32),
        right=np.array([2, 1, 4, 3, 4, 5], dtype=np.int32),
        value=np.array([0, -1, 0, 2, 3, 10.0]),
        depth=2,
    )
    rows = np.array([[0.5, 9], [0.6, 2], [0.6, 2.1]])
    assert two.log_odds(rows).tolist() == [9, 12, 13]
    again = Trees.from_arrays({f"trees {each.name}": np.asarray(getattr(two, each.name)) for each in fields(Trees)})
    assert again.log_odds(rows).tolist() == [9, 12, 13]
