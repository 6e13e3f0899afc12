"""Nobody without the key reads a backup, and nobody at all changes one unseen."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koppi.site.keeping import envelope
from koppi.site.keeping.envelope import Sealed

KEY = "k" * 32


@pytest.fixture(autouse=True, scope="module")
def short_pieces():
    """Let a few letters fill several pieces."""
    piece, envelope.PIECE = envelope.PIECE, 8
    yield
    envelope.PIECE = piece


def sealed(content, key=KEY):
    out = io.BytesIO()
    with envelope.written(out, key) as stream:
        for start in range(0, len(content), 5):
            stream.write(content[start : start + 5])
    return out.getvalue()


def opened(raw, key=KEY):
    return envelope.opened(io.BytesIO(raw), key).read()


@given(st.binary(max_size=60))
def test_what_is_put_in_comes_out(content):
    assert opened(sealed(content)) == content
    packed = b"\x1f\x8b" + content
    assert opened(sealed(packed, key=""), key="") == packed


@given(st.binary(max_size=60), st.data())
def test_any_change_or_cut_is_found(content, data):
    raw = bytearray(sealed(content))
    at = data.draw(st.integers(len(envelope.MAGIC), len(raw) - 1))
    cut = bytes(raw[:at])
    raw[at] ^= data.draw(st.integers(1, 255))
    for damaged in (bytes(raw), cut):
        with pytest.raises(Sealed):
            opened(damaged)


@given(st.binary(min_size=17, max_size=60))
def test_swapped_pieces_are_found(content):
    raw = sealed(content)
    start, length = len(envelope.MAGIC) + envelope.SALT, envelope.PIECE + envelope.TAG
    first, second = raw[start : start + length], raw[start + length : start + 2 * length]
    with pytest.raises(Sealed):
        opened(raw[:start] + second + first + raw[start + 2 * length :])


def test_another_key_opens_nothing():
    with pytest.raises(Sealed):
        opened(sealed(b"content"), "x" * 32)
    with pytest.raises(Sealed, match="set KOPPI_BACKUP_KEY"):
        opened(sealed(b"content"), "")


def test_the_same_content_never_looks_the_same_twice():
    assert sealed(b"content") != sealed(b"content")
