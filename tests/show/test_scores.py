"""The recorded scores as a report shows them."""

from __future__ import annotations

from collections import Counter

from bs4 import BeautifulSoup

from framing.show import accuracy, scores_table
from framing.validation import FOLDER, VALIDATIONS, recorded


def test_the_tables_of_all_validations_can_stand_on_one_page() -> None:
    names = [name for name in VALIDATIONS if (FOLDER / f"{name}.csv").is_file()]
    page = "".join(str(scores_table(recorded(name)).html()) for name in names)
    ids = Counter(tag["id"] for tag in BeautifulSoup(page, "html.parser").select("[id]"))
    assert len(ids) == len(names)
    assert set(ids.values()) == {1}


def test_how_often_a_finding_is_right_stands_beside_floor_and_people() -> None:
    known = recorded("sources")
    shown = accuracy(known, "direct: content and source").frame
    assert shown["value"].tolist() == known.loc[known["measure"] == "direct: content and source", "value"].tolist()
    assert {"interval", "floor", "how"} <= set(shown.columns)
