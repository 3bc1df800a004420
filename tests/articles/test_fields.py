"""The names that others give to a record's fields."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.articles.dates import Ambiguous, day_of, iso_date
from framing.articles.fields import ALIASES, columns_of


@pytest.mark.parametrize("field", ALIASES)
def test_every_alias_is_taken_in_any_writing(field: str) -> None:
    for alias in ALIASES[field]:
        assert columns_of([alias.upper().replace("_", " ")])[field] == alias.upper().replace("_", " ")


def test_no_alias_stands_for_two_fields() -> None:
    names = [alias for aliases in ALIASES.values() for alias in aliases]
    assert len(set(names)) == len(names)


def test_the_best_name_wins() -> None:
    assert columns_of(["source", "outlet", "body", "text"]) == {"outlet": "outlet", "text": "text"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("2031-05-03", "2031-05-03"),
        ("2031-05-03T09:40:00+02:00", "2031-05-03"),
        ("2031-05-03 09:40", "2031-05-03"),
        ("2031-05", "2031-05"),
        ("2031", "2031"),
        ("3 May 2031", "2031-05-03"),
        ("May 3, 2031", "2031-05-03"),
        ("Sat, 03 May 2031 09:40:00 GMT", "2031-05-03"),
        (date(2031, 5, 3), "2031-05-03"),
        (datetime(2031, 5, 3, 9, tzinfo=UTC), "2031-05-03"),
        (1935481200, "2031-05-02"),
        (1935481200000, "2031-05-02"),
        (2031, "2031"),
        ("03/05/2031", None),
        ("May 3, 2031 9:40 AM", "2031-05-03"),
        ("3 May 2031 at 09:40", "2031-05-03"),
        ("3rd May 2031", "2031-05-03"),
        ("Sept. 3, 2031", "2031-09-03"),
        ("Saturday, May 3, 2031", "2031-05-03"),
        ("May 3, 2031 Saturday", "2031-05-03"),
        ("3-May-31", "2031-05-03"),
        ("31/12/2031", "2031-12-31"),
        ("31.12.2031", "2031-12-31"),
        ("12/31/2031", "2031-12-31"),
        ("5/5/2031", "2031-05-05"),
        ("2031-5-3", "2031-05-03"),
        ("20310503T094000Z", "2031-05-03"),
        ("20310503094000", "2031-05-03"),
        ("1935481200", "2031-05-02"),
        (20310503, "2031-05-03"),
        ("May 2031", "2031-05"),
        ("Updated: 3 May 2031, 09:40 (UTC)", "2031-05-03"),
        ("Sat May 3 09:40:00 2031", "2031-05-03"),
        ("32/12/2031", None),
        ("May 32, 2031", None),
        (10**400, None),
        ("2031-13-40", None),
        ("last spring", None),
        (float("nan"), None),
        (True, None),
    ],
)
def test_dates(given: object, told: str | None) -> None:
    assert iso_date(given) == told


@given(st.one_of(st.text(), st.floats(), st.integers(), st.binary(), st.none(), st.dates(), st.datetimes()))
def test_any_value_has_a_date_or_none(value: object) -> None:
    day = iso_date(value)
    assert day is None or date.fromisoformat((day + "-01-01")[:10])


@pytest.mark.parametrize("given", ["03/05/2031", "3.5.2031", "3-5-31", "Updated 03/05/2031 09:40"])
def test_a_day_with_two_readings_is_said_to_have_them(given: str) -> None:
    with pytest.raises(Ambiguous, match="2031-03-05 or 2031-05-03"):
        day_of(given)
