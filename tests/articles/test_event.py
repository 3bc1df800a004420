from __future__ import annotations

from pathlib import Path

import pytest

from framing.articles.event import Account, load_event
from framing.files import Unreadable

TOLD = """
id = "toll"
title = "The toll"
date = 2031-05-03
composed = true
what = \"\"\"
The council of a town
votes on a toll.
\"\"\"

[[sides]]
name = "Council"
members = ["Ada Quill", "the council"]

[[accounts]]
file = "wire.txt"
outlet = "Wire"
date = "2031-05-03"
title = "Council votes on toll"
stance = "wire"

[[accounts]]
file = "post.html"
"""


def written(folder: Path, told: str) -> Path:
    path = folder / "event.toml"
    path.write_text(told, encoding="utf-8")
    return path


def test_an_event_is_loaded_from_its_file_or_its_folder(tmp_path: Path) -> None:
    path = written(tmp_path, TOLD)
    event = load_event(path)
    assert event == load_event(tmp_path)
    assert (event.id, event.title, event.date, event.composed) == ("toll", "The toll", "2031-05-03", True)
    assert event.what == "The council of a town votes on a toll."
    assert [(side.name, side.members) for side in event.sides] == [("Council", ("Ada Quill", "the council"))]
    assert event.accounts == (
        Account("wire.txt", "Wire", "2031-05-03", "Council votes on toll", "wire"),
        Account("post.html"),
    )


def test_what_an_event_leaves_open_is_not_made_up(tmp_path: Path) -> None:
    event = load_event(written(tmp_path, '[[accounts]]\nfile = "wire.txt"\ntitle = " "'))
    assert event.id == tmp_path.name
    assert (event.title, event.date, event.what, event.sides, event.composed) == (None, None, None, (), False)
    assert event.accounts == (Account("wire.txt"),)


@pytest.mark.parametrize(
    ("told", "field", "remedy"),
    [
        ("title = ", "TOML", "fix it"),
        ("title = 3", "title is 3", 'title = "..."'),
        ('date = "spring"', "date is 'spring'", 'date = "2025-03-28"'),
        ('composed = "yes"', "composed is 'yes'", "true or false"),
        ("accounts = 3", "accounts", "[[accounts]]"),
        ("[[accounts]]\noutlet = 'Wire'", "file", "beside event.toml"),
        ("[[accounts]]\nfile = '../secret.txt'", "../secret.txt", "beside event.toml"),
        ("[[accounts]]\nfile = 'a.txt'\nstance = ['wire']", "stance is ['wire']", 'stance = "..."'),
        ("[[accounts]]\nfile = 'a.txt'\n[[accounts]]\nfile = 'a.txt'", "'a.txt'", "keep one"),
        ("[[sides]]\nname = 'Council'\nmembers = 'Quill'", "Council", "a list of members"),
    ],
)
def test_an_error_names_file_field_and_remedy(tmp_path: Path, told: str, field: str, remedy: str) -> None:
    path = written(tmp_path, told)
    with pytest.raises(Unreadable) as raised:
        load_event(tmp_path)
    for said in (str(path), field, remedy):
        assert said in str(raised.value)


def test_a_file_that_is_not_text_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "event.toml"
    path.write_bytes(b'title = "\xff\xfe"')
    with pytest.raises(Unreadable, match="not a valid TOML file"):
        load_event(path)
