"""A treebank is put back into text, and the ends found are held against those it tells."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from lab.validation.readability import sentence_scores
from lab.validation.treebank import read_texts, sentence_ends

TEXTS = [["The mayor, Mr. Quill, left.", "Nobody knew why."], ["Rain is on its way.", "Take a coat!"]]


def _rows(sentence: str) -> str:
    words = [*sentence.replace(",", " ,").removesuffix(sentence[-1]).split(), sentence[-1]]
    return "".join(f"{number}\t{word}\t_\n" for number, word in enumerate(words, 1)) + "\n"


def _conllu(folder: Path) -> Path:
    path = folder / "own.conllu"
    documents = ["# newdoc\n" + "".join(f"# text = {one}\n{_rows(one)}" for one in text) for text in TEXTS]
    path.write_text("".join(documents), encoding="utf-8")
    return path


def test_texts_are_read_as_they_are_told(tmp_path: Path) -> None:
    assert list(read_texts(_conllu(tmp_path))) == TEXTS


def test_words_alone_are_joined_as_print_joins_them(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines("# doc own\n" + "".join(map(_rows, text)) for text in TEXTS)
    assert list(read_texts(path)) == TEXTS


def test_ends_of_plain_sentences_are_all_found(tmp_path: Path) -> None:
    _conllu(tmp_path)
    ((name, counts),) = sentence_ends(tmp_path)
    assert name == "own"
    assert counts.tolist() == [[2, 2, 2], [2, 2, 2]]


def test_an_end_that_is_not_told_counts_against_what_is_found(tmp_path: Path) -> None:
    (tmp_path / "own.conllu").write_text(f"# newdoc\n# text = It rained. It snowed.\n{_rows('It rained.')}")
    ((_, counts),) = sentence_ends(tmp_path)
    assert counts.tolist() == [[1, 2, 1]]


def test_the_score_is_there_where_a_treebank_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _conllu(tmp_path)
    monkeypatch.setenv("FRAMING_TREEBANK", str(tmp_path))
    (score,) = sentence_scores()
    assert (score.data, score.value, score.n) == ("own", 1.0, 2)
    monkeypatch.delenv("FRAMING_TREEBANK")
    assert sentence_scores() == []
