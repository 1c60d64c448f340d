"""Dates known in part: which forms are read, and the period that they stand for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.partial_dates import PartialDate, day_in_words, parse_partial_date


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("9999-11", date(9999, 11, 1), date(9999, 11, 30)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
        ("2025-03-09", date(2025, 3, 9), date(2025, 3, 9)),
        ("2024/2025-03", date(2024, 1, 1), date(2025, 3, 31)),
        ("2025-03/2025", date(2025, 3, 1), date(2025, 12, 31)),
        ("../2025-03-09", None, date(2025, 3, 9)),
        ("2025/..", date(2025, 1, 1), None),
    ],
)
def test_forms_and_their_periods(written, first, last):
    assert parse_partial_date(written) == PartialDate(first, last)


WRONG = (
    "| 2025|2025-3|2025-00|2025-13|2025-00-10|2025-04-00|2025-04-31|2025-02-29|0000|25|20250309"
    "|2025-03-09T10:00|March 2025|9. 3. 2025|../..|2025/|/2025|2025/2024|2025-03-09/2025-03-08"
    "|2025/2026/2027|\u0662\u0660\u0662\u0665|2025-\u0660\u0663|..|2025-03-09\n"
)


@pytest.mark.parametrize("written", WRONG.split("|"))
def test_anything_else_is_refused_with_a_reason(written):
    with pytest.raises(ValueError, match=r".{8}"):
        parse_partial_date(written)


@given(st.dates(min_value=date(1, 1, 1)), st.dates(min_value=date(1, 1, 1)))
def test_days_and_intervals_come_back_and_have_a_middle(a, b):
    assert parse_partial_date(a.isoformat()) == PartialDate(a, a)
    assert parse_partial_date(a.isoformat()).middle == a.toordinal()
    first, last = sorted((a, b))
    found = parse_partial_date(f"{first.isoformat()}/{last.isoformat()}")
    assert found == PartialDate(first, last)
    assert found.middle is not None
    assert first.toordinal() <= found.middle <= last.toordinal()


@given(st.dates(min_value=date(1, 1, 1), max_value=date(9999, 11, 30)))
def test_a_month_ends_the_day_before_the_next_begins(day):
    found = parse_partial_date(day.isoformat()[:7])
    assert found.first == day.replace(day=1)
    assert found.last is not None
    assert (found.last + timedelta(days=1)).day == 1
    assert found.first <= day <= found.last


@given(st.text(alphabet="0123456789-/. ٢", max_size=14))
def test_a_reading_is_a_real_period_or_a_reason(written):
    try:
        found = parse_partial_date(written)
    except ValueError:
        return
    assert found.first or found.last
    if found.first and found.last:
        assert found.first <= found.last
        assert found.middle is not None
    else:
        assert found.middle is None


def test_the_middle_of_a_period_is_named_by_its_day():
    for text, named in (("2029-03-12", "2029-03-12"), ("2029-02", "2029-02-14.5")):
        middle = parse_partial_date(text).middle
        assert middle is not None
        assert day_in_words(middle) == named
