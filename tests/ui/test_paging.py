"""A page of a long list: the list is never counted, and no address breaks it."""

import pytest
from django.test import RequestFactory

from koppi.ui.paging import page_of

ROWS = list(range(7))


def _page(asked: str):
    return page_of(
        RequestFactory().get("/", {"page": asked}), lambda first, most: ROWS[first : first + most], 3
    )


@pytest.mark.parametrize(
    ("asked", "rows", "before", "after"),
    [("", [0, 1, 2], False, True), ("2", [3, 4, 5], True, True), ("3", [6], True, False)],
)
def test_a_page_knows_what_is_before_and_after_it(asked, rows, before, after):
    page = _page(asked)
    assert (page.rows, page.has_previous, page.has_next) == (rows, before, after)
    assert (page.previous_page_number, page.next_page_number) == (page.number - 1, page.number + 1)


@pytest.mark.parametrize("asked", ["0", "-1", "4", "99999999999", "x", "²", "1 "])
def test_a_page_that_is_none_is_the_first(asked):
    page = _page(asked)
    assert (page.number, page.rows) == (1, [0, 1, 2])
