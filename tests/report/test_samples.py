from __future__ import annotations

from pathlib import Path

import pytest

from framing.report import samples


def test_inputs_without_an_article_are_told_with_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "pages.csv"
    path.write_text("id,words\n1,They met.\n")
    with pytest.raises(samples.NothingRead, match=r"pages\.csv: no column holds the text"):
        samples.read([path], tmp_path)


def test_what_is_read_keeps_the_errors_of_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("They met on Monday.\n")
    (tmp_path / "b.txt").write_text("")
    given = samples.read([tmp_path], tmp_path)
    assert (len(given), len(given.errors)) == (1, 1)
