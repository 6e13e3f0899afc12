"""Finding people and posts by what was typed: the texts that are searched, and the conditions on them."""

from functools import cache, reduce
from operator import and_, or_

from django.db.models import Q

from . import names
from .models import Person, Post
from .synonyms import SAME_AS

SHORTEST = 3


def text_of(person: Person) -> str:
    """Return what a person is found by; whoever saves a person writes it into ``search_text``."""
    return names.search_text(person.given_names, person.call_name, person.family_name)


def text_of_post(post: Post) -> str:
    """Return what a post is found by: the person's name, the titles, the unit and the organisation."""
    unit = post.unit
    said = (post.title, post.title_sv, unit.name, unit.name_sv, unit.organisation.name, unit.municipality)
    forms = {form for text in said for word in names.words(text) for form in (word, *stemmed(word))}
    return f"{text_of(post.person)} {' '.join(sorted(forms))} "


def known_words(given_names: str, call_name: str, family_name: str) -> list[str]:
    """Return the words a query about a person is compared with."""
    return names.words(f"{given_names} {call_name} {family_name}")


@cache
def _stemmers() -> tuple:
    import snowballstemmer  # it brings all its languages, and no start should wait for them

    return tuple(snowballstemmer.stemmer(language) for language in ("finnish", "swedish"))


def stemmed(word: str) -> set[str]:
    """Return the Finnish and Swedish stems of a folded word that are long enough to tell something."""
    stems = {stemmer.stemWord(word) for stemmer in _stemmers()}
    return {stem for stem in stems if len(stem) > SHORTEST}


def person_condition(query: names.Query, field: str = "search_text") -> Q:
    """Return the condition that narrows many persons to those a query may mean, for ``names.best`` to rank.

    Slips of the keys are not caught here; they are looked for among few.
    """
    return _all_words(query.words, lambda word: _beginnings(field, word))


def post_condition(query: names.Query, field: str = "search_text") -> Q:
    """Return the condition that a post answers to every word of the query: by name, title or unit."""
    return _all_words(query.words, lambda word: _beginnings(field, word) | _insides(field, word))


def _all_words(words, condition_of) -> Q:
    return reduce(and_, (condition_of(word) for word in words), Q())


def _beginnings(field: str, word: str) -> Q:
    """A name that begins with the word or its sound, or whose bent stem the word shows."""
    begins = {word, names.sound(word)}
    whole = names.bare(word) | names.CIRCLE_OF.get(word, frozenset())
    terms = [f" {form}" for form in begins] + [f" {form} " for form in whole - begins]
    return reduce(or_, (Q(**{f"{field}__contains": term}) for term in sorted(terms)))


def _insides(field: str, word: str) -> Q:
    """A title or unit that holds the word, its stem, or a word of the same meaning, also in a compound."""
    forms = {word, *stemmed(word), *(form for form in names.guesses(word) if len(form) > SHORTEST)}
    meant = {other for form in forms for other in SAME_AS.get(form, ())}
    long_enough = sorted(form for form in forms | meant if len(form) > SHORTEST)
    return reduce(or_, (Q(**{f"{field}__contains": form}) for form in long_enough), Q(pk__in=()))
