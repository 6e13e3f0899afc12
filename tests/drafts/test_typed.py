"""What of a half-filled form is kept."""

import pytest

from koppi.drafts.typed import LONGEST_DRAFT, LONGEST_TEXT, MOST_FIELDS, TooMuch, typed


def test_text_is_kept_as_it_was_typed_empty_fields_and_many_choices_too():
    lists = [("summary", ["  Emma äö\r\n"]), ("to", ["e:1", "e:2"]), ("note", [""])]
    assert typed(lists) == dict(lists)


LOCKS = "csrfmiddlewaretoken idem next password old_password1 Salasana code otp_token hetu identity_code"


@pytest.mark.parametrize("name", [*LOCKS.split(), "koodi", "client_secret"])
def test_what_opens_a_lock_is_never_kept(name):
    assert typed([(name, ["canary"]), ("note", ["x"])]) == {"note": ["x"]}


@pytest.mark.parametrize(
    "lists",
    [
        [("a", ["x" * (LONGEST_TEXT + 1)])],
        [(str(n), ["x" * LONGEST_TEXT]) for n in range(LONGEST_DRAFT // LONGEST_TEXT + 1)],
        [(str(n), ["x"]) for n in range(MOST_FIELDS + 1)],
        [("a", ["x"] * (MOST_FIELDS + 1))],
    ],
)
def test_too_much_is_refused_whole_and_not_cut(lists):
    with pytest.raises(TooMuch):
        typed(lists)


def test_the_measure_itself_still_fits():
    assert typed([("a", ["x" * LONGEST_TEXT])])
    assert typed([(str(n), ["x"]) for n in range(MOST_FIELDS)])
    assert typed([]) == {}
