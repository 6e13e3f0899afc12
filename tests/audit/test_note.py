"""A checkpoint is one of ours, whole and unchanged, or it is refused."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koppi.audit import note
from koppi.audit.chain import Place
from koppi.audit.note import BadNote, Note

SEED = bytes(range(32))
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
notes = st.builds(
    Note,
    st.builds(Place, st.integers(0, 2**60), digests),
    st.sampled_from(["tick", "backup", "restore"]),
    st.datetimes().map(lambda at: at.isoformat()),
)


@given(notes)
def test_what_is_written_is_read(said):
    assert note.read(note.write(said, SEED), SEED) == said


@given(notes, st.data())
def test_any_changed_letter_is_refused(said, data):
    text = note.write(said, SEED)
    at = data.draw(st.integers(0, len(text) - 2))
    other = data.draw(st.characters(codec="ascii", exclude_characters=text[at]))
    with pytest.raises(BadNote):
        note.read(text[:at] + other + text[at + 1 :], SEED)


@given(notes)
def test_a_note_of_another_key_is_refused(said):
    with pytest.raises(BadNote):
        note.read(note.write(said, SEED), bytes(32))


def test_the_public_key_is_in_the_form_that_witnesses_of_transparency_logs_read():
    name, key_id, key = note.public_key(SEED).split("+", 2)
    assert (name, len(bytes.fromhex(key_id)), base64.b64decode(key)[0]) == ("koppi/audit", 4, 1)
