"""Two people write at once: the suggestion holds what both wrote."""

from hypothesis import given, settings
from hypothesis import strategies as st

from koppi.summary.merging import lines_of, merge

# How long one example takes depends on who else uses the machine.
calm = settings(deadline=None)


lines = st.lists(st.sampled_from(["aamut", "lepo", "mummo", "kuvis", "koulu", "uni"]), max_size=5)
texts = lines.map("\n".join)


@calm
@given(texts, texts, texts)
def test_nothing_anybody_wrote_is_lost(base, mine, theirs):
    merged = set(merge(base, mine, theirs).lines)
    before = set(lines_of(base))
    assert set(lines_of(mine)) - before <= merged
    assert set(lines_of(theirs)) - before <= merged


@calm
@given(texts, texts, texts)
def test_what_both_kept_stays(base, mine, theirs):
    kept = set(lines_of(base)) & set(lines_of(mine)) & set(lines_of(theirs))
    assert kept <= set(merge(base, mine, theirs).lines)


@calm
@given(texts, texts, texts)
def test_nothing_is_invented(base, mine, theirs):
    assert set(merge(base, mine, theirs).lines) <= set(lines_of(base + "\n" + mine + "\n" + theirs))


@calm
@given(texts, texts)
def test_when_only_one_changed_the_text_is_theirs(base, changed):
    assert merge(base, changed, base).lines == lines_of(changed)
    assert merge(base, base, changed).lines == lines_of(changed)
    assert not merge(base, changed, base).has_clash


@calm
@given(texts, texts)
def test_when_both_wrote_the_same_it_stands_once(base, changed):
    assert merge(base, changed, changed).lines == lines_of(changed)


@calm
@given(texts, texts, texts)
def test_neither_writer_comes_first_in_what_is_kept(base, mine, theirs):
    assert set(merge(base, mine, theirs).lines) == set(merge(base, theirs, mine).lines)


def test_two_additions_to_different_places_both_stand_in_order():
    merged = merge("Kuvis\nMummo", "Taide\nKuvis\nMummo", "Kuvis\nMummo\nÄidin rohkeus")
    assert merged.lines == ("Taide", "Kuvis", "Mummo", "Äidin rohkeus")
    assert not merged.has_clash


def test_two_wordings_of_the_same_line_are_both_kept_and_shown_as_a_clash():
    merged = merge("Aamut", "Aamut ja kouluun lähtö", "Aamut kotona")
    assert merged.lines == ("Aamut ja kouluun lähtö", "Aamut kotona")
    assert merged.has_clash
