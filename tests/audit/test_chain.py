"""Whatever is done to a chain without its key, reading it again finds where."""

from hypothesis import given
from hypothesis import strategies as st

from koppi.audit import chain
from koppi.audit.chain import Finding, Link, Place

KEY = b"key of the tests"
bodies = st.lists(st.binary(max_size=40), min_size=1, max_size=12)


def chain_of(contents, key=KEY):
    links, digest = [], chain.GENESIS
    for seq, content in enumerate(contents, 1):
        body = chain.body([seq, content.hex()])
        mac = chain.mac(key, body)
        digest = chain.digest(digest, seq, body, mac)
        links.append(Link(seq, 100 + seq, body, mac, digest))
    return links


def resealed(links):
    """What somebody without the key can do: compute every seal again."""
    digest, out = chain.GENESIS, []
    for seq, link in enumerate(links, 1):
        digest = chain.digest(digest, seq, link.body, link.mac)
        out.append(link._replace(seq=seq, digest=digest))
    return out


@given(bodies)
def test_an_untouched_chain_is_whole(contents):
    links = chain_of(contents)
    verdict = chain.verify(links, KEY)
    assert verdict.finding is None
    assert verdict.head == Place(len(links), links[-1].digest)


@given(bodies, st.data())
def test_a_changed_body_is_found_where_it_stands(contents, data):
    links = chain_of(contents)
    at = data.draw(st.integers(0, len(links) - 1))
    links[at] = links[at]._replace(body=links[at].body + b" ")
    assert chain.verify(links, KEY).finding == Finding("body", at + 1, 101 + at)


@given(bodies, st.data())
def test_a_changed_mark_is_found_where_it_stands(contents, data):
    links = chain_of(contents)
    at = data.draw(st.integers(0, len(links) - 1))
    links[at] = links[at]._replace(mac=chain.mac(b"another key", links[at].body))
    assert chain.verify(links, KEY).finding == Finding("mac", at + 1, 101 + at)


@given(bodies, st.data())
def test_a_changed_seal_is_found_where_it_stands(contents, data):
    links = chain_of(contents)
    at = data.draw(st.integers(0, len(links) - 1))
    links[at] = links[at]._replace(digest=chain.GENESIS)
    assert chain.verify(links, KEY).finding == Finding("link", at + 1, 101 + at)


@given(bodies, st.data())
def test_a_body_changed_and_sealed_again_without_the_key_is_found(contents, data):
    links = chain_of(contents)
    at = data.draw(st.integers(0, len(links) - 1))
    links[at] = links[at]._replace(body=links[at].body + b" ")
    assert chain.verify(resealed(links), KEY).finding == Finding("mac", at + 1, 101 + at)


@given(bodies, st.data())
def test_a_missing_entry_is_found_at_its_place(contents, data):
    links = chain_of([*contents, b"last"])
    at = data.draw(st.integers(0, len(links) - 2))
    del links[at]
    assert chain.verify(links, KEY).finding == Finding("gap", at + 1, 102 + at)


@given(bodies, st.data())
def test_an_entry_taken_out_and_the_rest_sealed_again_shows_against_a_place_kept_elsewhere(contents, data):
    links = chain_of([*contents, b"last"])
    at = data.draw(st.integers(0, len(links) - 2))
    known = {link.seq: link.digest for link in links}
    finding = chain.verify(resealed(links[:at] + links[at + 1 :]), KEY, known=known).finding
    assert finding == Finding("checkpoint", at + 1, 102 + at)


@given(bodies, st.data())
def test_two_entries_in_each_others_place_are_found_at_the_first(contents, data):
    links = chain_of([*contents, b"last"])
    at = data.draw(st.integers(0, len(links) - 2))
    first, second = links[at], links[at + 1]
    links[at], links[at + 1] = second._replace(seq=first.seq), first._replace(seq=second.seq)
    assert chain.verify(links, KEY).finding == Finding("link", at + 1, second.event)


@given(bodies, st.data())
def test_a_cut_off_end_shows_against_a_place_kept_elsewhere(contents, data):
    links = chain_of(contents)
    left = data.draw(st.integers(0, len(links) - 1))
    known = {len(links): links[-1].digest}
    assert chain.verify(links[:left], KEY).finding is None
    assert chain.verify(links[:left], KEY, known=known).finding == Finding("head", left + 1)


@given(bodies, st.data())
def test_reading_from_a_known_place_finds_what_comes_after_it(contents, data):
    links = chain_of([*contents, b"last"])
    at = data.draw(st.integers(1, len(links) - 1))
    start = Place(at, links[at - 1].digest)
    assert chain.verify(links[at:], KEY, start=start).head.size == len(links)
    links[-1] = links[-1]._replace(body=b"[]")
    assert chain.verify(links[at:], KEY, start=start).finding.seq == len(links)


def test_the_first_of_two_faults_is_the_one_that_is_told():
    links = chain_of([b"a", b"b", b"c", b"d"])
    links[1] = links[1]._replace(body=b"[]")
    links[3] = links[3]._replace(digest=chain.GENESIS)
    assert chain.verify(links, KEY).finding.seq == 2
