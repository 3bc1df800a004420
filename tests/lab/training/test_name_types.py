"""Types of names are learned from parsed articles, and the weights are stored in the form that attribution reads."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import numpy as np
import pytest

from framing.attribution.name_types import CLASSES, NAME
from framing.models import load_arrays
from lab.training.name_types import Sample, arrays, count_rows, samples, vocabulary

TEXT = "Mira Holt met the Marl Bureau at the quay. Holt left for Quillia on Monday, and Osk Venn stayed."
TAGS = {"Mira": "PERSON", "Holt": "PERSON", "Osk": "PERSON", "Venn": "PERSON", "Marl": "ORG", "Bureau": "ORG"}
WORDS = vocabulary()[:100]


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    words = list(re.finditer(r"\w+", TEXT))
    parsed = {
        "id": "a",
        "start": [word.start() for word in words],
        "end": [word.end() for word in words],
        "ent": [f"B-{TAGS[word.group()]}" if word.group() in TAGS else "O" for word in words],
    }
    (tmp_path / "sentences.jsonl").write_text(json.dumps({"id": "a", "text": TEXT}), encoding="utf-8")
    with gzip.open(tmp_path / "news.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps(parsed))
    (found,) = samples(tmp_path, WORDS)
    return found


def test_each_name_has_the_class_that_the_parser_gave_it(sample: Sample) -> None:
    known = dict(zip(sample.names, sample.classes, strict=True))
    assert known["mira", "holt"] == known["osk", "venn"] == known["holt",] == "person"
    assert known["marl", "bureau"] == "body"


def test_weights_are_stored_as_they_are_read(sample: Sample) -> None:
    weights = np.arange(len(CLASSES) * sample.design.shape[1], dtype=float).reshape(len(CLASSES), -1) / 1000
    mine, stored = arrays(weights, WORDS), load_arrays(NAME)
    assert mine["flags"].shape == stored["flags"].shape
    assert mine["gaps"].shape == stored["gaps"].shape
    assert mine["rows"].shape == (4, count_rows(WORDS), len(CLASSES))
    # the first column of the design is that of the flag which always holds
    assert np.allclose(mine["flags"][0], weights[:, 0], rtol=0.01)
    assert (sample.design[:, 0].toarray() == 1).all()
