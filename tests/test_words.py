"""What holds for every word list because it is one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest

from framing import words
from framing.words import word_set

LISTS = sorted(path.stem for path in Path(words.__file__).parent.glob("*.txt"))
#: Each listed word, and each part of those that join several.
WORDS = sorted({part for name in LISTS for word in word_set(name) for part in re.split("[/=]", word)})


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_what_it_is_and_holds_each_word_once(name: str) -> None:
    text = (Path(words.__file__).parent / f"{name}.txt").read_text(encoding="utf-8")
    assert text.startswith("# "), "the first line says what the list holds"
    held = [word for line in text.splitlines() for word in line.partition("#")[0].split()]
    assert len(held) == len(set(held)) == len(word_set(name))


def test_no_two_lists_are_equal() -> None:
    assert [pair for pair in combinations(LISTS, 2) if word_set(pair[0]) == word_set(pair[1])] == []


def test_every_list_is_read_somewhere() -> None:
    package = Path(words.__file__).parents[1]
    source = "\n".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    rules = (package / "measures/phrasing/rules.toml").read_text(encoding="utf-8")
    assert [name for name in LISTS if f'"{name}"' not in source and f"{{{name}}}" not in rules] == []


def test_a_list_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(FileNotFoundError, match="weekdays"):
        word_set("no-such-list")


def test_no_table_hangs_on_the_order_of_a_set(tmp_path: Path) -> None:
    text = "\n\n".join(f"The {word} was bad. Their {word} plan, they said, was a disgrace." for word in WORDS)
    (tmp_path / "words.txt").write_text(text, encoding="utf-8")
    tables = []
    for seed in "14":
        command = [
            sys.executable,
            "-m",
            "framing",
            "analyze",
            str(tmp_path / "words.txt"),
            "--out",
            str(tmp_path / seed),
        ]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
        tables.append({path.name: path.read_text(encoding="utf-8") for path in (tmp_path / seed).glob("*.csv")})
    assert tables[0] == tables[1]
