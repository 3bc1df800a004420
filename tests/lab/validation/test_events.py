from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from lab.validation.events import b_cubed, partner_hits, partners, plain_tf_idf, relative, similarities


def test_b_cubed_worked_by_hand() -> None:
    found = b_cubed(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1]))
    assert found[:, 0] == pytest.approx([2 / 3, 2 / 3, 1 / 3, 1])
    assert found[:, 1] == pytest.approx([1, 1, 1 / 2, 1 / 2])


def test_partners_are_nearest_first_and_never_oneself() -> None:
    near = np.array([[0, 0.2, 0.9], [0.2, 0, 0.1], [0.9, 0.1, 0]], dtype=np.float32)
    assert partners(near).tolist() == [[2, 1], [0, 2], [0, 1]]


def test_similarity_is_symmetric() -> None:
    near = relative(
        similarities(["Toll on lorries", "A toll at the quay", "Flood"], ["lorry toll", "quay toll", "rain"])
    )
    assert np.allclose(near, near.T)


def test_partner_hits_by_event() -> None:
    near = np.array(
        [[0, 9, 8, 1, 1, 1], [9, 0, 1, 8, 1, 1], [9, 1, 0, 8, 1, 1], [1] * 6, [1] * 6, [1] * 6], dtype=np.float32
    )
    hits = partner_hits(near, np.array([0, 0, 0, 1, 1, 1]))
    assert hits[0].tolist() == [3, 1, 3]


@pytest.mark.skipif("FRAMING_GOLD" not in os.environ, reason="FRAMING_GOLD names no folder with labelled data")
def test_partner_search_beats_plain_tf_idf() -> None:
    from lab.validation.events import openings

    titles, texts, events = openings(Path(os.environ["FRAMING_GOLD"]))
    part = events < 300
    few = (
        [each for each, kept in zip(titles, part, strict=True) if kept],
        [t for t, k in zip(texts, part, strict=True) if k],
    )
    found = partner_hits(relative(similarities(*few)), events[part]).sum(axis=0)
    plain = partner_hits(plain_tf_idf(*few), events[part]).sum(axis=0)
    assert found[0] / found[2] >= 0.9
    assert found[0] > plain[0]
