"""Who is who over all sectors: every professional finds whom to ask, and how to reach them.

Names, titles and work contacts only; nothing here leads to a family.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast

from koppi.refusal import NotVisible

from . import names
from .models import Absence, Language, Organisation, Post, Unit
from .search import known_words, post_condition
from .viewer import Viewer

# How many are put in order at most: whoever gets more hits than this types one word more.
RANKED = 400


@dataclass(frozen=True, slots=True)
class PostLine:
    """One professional in a list: who, what, where, and how to reach them now."""

    post_id: UUID
    person_id: UUID
    name: str
    face: str
    title: str
    unit_id: UUID
    unit: str
    organisation_id: UUID
    organisation: str
    sector: str
    municipality: str
    phone: str
    email: str
    languages: tuple[str, ...]
    role: str
    deputy: str = ""
    deputy_id: UUID | None = None
    away_until: datetime | None = None

    @property
    def key(self) -> str:
        return str(self.person_id)

    @property
    def language_names(self) -> str:
        return ", ".join(str(Language(code).label) for code in self.languages if code in Language)


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A place of work and who works there."""

    id: UUID
    name: str
    sector: str
    organisation_id: UUID
    organisation: str
    municipality: str
    address: str
    phone: str
    email: str
    deputy: str
    deputy_id: UUID | None
    people: tuple[PostLine, ...]


def search(
    viewer: Viewer, text: str = "", sector: str | None = None, municipality: str | None = None,
    language: str | None = None, limit: int | None = 25,
) -> list[PostLine]:  # fmt: skip
    """Return the professionals who answer to all that was asked, the best first; ``limit`` None gives all.

    Clients and guests get nobody.
    """
    return [line_of(post, viewer) for post in found(viewer, text, sector, municipality, language)[:limit]]


def found(
    viewer: Viewer, text: str = "", sector: str | None = None, municipality: str | None = None,
    language: str | None = None,
) -> QuerySet[Post] | list[Post]:  # fmt: skip
    """Return the posts behind the lines of ``search``, for a page of them at a time."""
    if not viewer.is_worker:
        return []
    posts = _filtered(viewer, sector, municipality, language)
    query = names.asked(text)
    return _named(posts, query) if query.words else posts


def posts_of_unit(viewer: Viewer, unit_id: UUID) -> list[PostLine]:
    """Return who works in a unit now."""
    return [line_of(post, viewer) for post in _live(viewer).filter(unit=unit_id)]


def post_for(viewer: Viewer, pk: UUID) -> PostLine:
    """Return one professional.

    :raises NotVisible: there is none now, or the viewer is no professional.
    """
    post = _live(viewer).filter(pk=pk).first() if viewer.is_worker else None
    if post is None:
        raise NotVisible
    return line_of(post, viewer)


def lines_of(viewer: Viewer, post_ids: Iterable[UUID]) -> dict[UUID, PostLine]:
    """Return these professionals by key, those who have left too."""
    posts = _with_people(Post.objects.filter(pk__in=list(post_ids)), viewer)
    return {post.pk: line_of(post, viewer) for post in posts}


def unit_for(viewer: Viewer, pk: UUID) -> UnitCard:
    """Return a unit with its people.

    :raises NotVisible: there is none in use, or the viewer is no professional.
    """
    units = Unit.objects.filter(is_active=True).select_related("organisation", "deputy__person")
    unit = units.filter(pk=pk).first() if viewer.is_worker else None
    if unit is None:
        raise NotVisible
    return UnitCard(
        unit.pk, named(unit, viewer), unit.sector, unit.organisation_id, named(unit.organisation, viewer),
        unit.municipality, unit.address, unit.phone, unit.email,
        unit.deputy.person.name if unit.deputy else "", unit.deputy_id, tuple(posts_of_unit(viewer, unit.pk)),
    )  # fmt: skip


def municipalities() -> list[str]:
    """Return the municipalities where somebody works, for a filter."""
    units = Unit.objects.filter(is_active=True).exclude(municipality="").order_by("municipality")
    return list(units.values_list("municipality", flat=True).distinct())


def named(thing: Unit | Organisation, viewer: Viewer) -> str:
    """Return the name in the viewer's language."""
    return (thing.name_sv if viewer.language == "sv" else "") or thing.name


def line_of(post: Post, viewer: Viewer) -> PostLine:
    """Return a post as a line; its person, unit, organisation and live absences must be at hand."""
    unit, person = post.unit, post.person
    away = post.live_absences[0] if post.live_absences else None
    return PostLine(
        post.pk, person.pk, person.name, person.face,
        (post.title_sv if viewer.language == "sv" else "") or post.title,
        unit.pk, named(unit, viewer), unit.organisation_id, named(unit.organisation, viewer),
        unit.sector, unit.municipality, post.phone, post.email, tuple(post.languages), post.role,
        away.deputy.person.name if away else "", away.deputy_id if away else None,
        away.ends_at if away else None,
    )  # fmt: skip


def _live(viewer: Viewer) -> QuerySet[Post]:
    at_work = Post.objects.on_day(viewer.today).filter(
        unit__is_active=True, unit__organisation__is_active=True
    )
    return _with_people(at_work, viewer)


def _with_people(posts: QuerySet[Post], viewer: Viewer) -> QuerySet[Post]:
    away = Absence.objects.in_force(viewer.at).select_related("deputy__person")
    return (
        posts.select_related("person", "unit__organisation")
        .prefetch_related(Prefetch("absences", away, to_attr="live_absences"))
        .order_by("person__family_name", "person__given_names", "pk")
    )


def _filtered(viewer, sector, municipality, language) -> QuerySet[Post]:
    asked = Q()
    if sector:
        asked &= Q(unit__sector=sector)
    if municipality:
        asked &= Q(unit__municipality=municipality)
    posts = _live(viewer).filter(asked)
    if language:
        # A list in JSON is looked into as text: the two databases agree on nothing else.
        posts = posts.annotate(spoken=Cast("languages", TextField())).filter(spoken__contains=f'"{language}"')
    return posts


def _named(posts: QuerySet[Post], query: names.Query) -> list[Post]:
    answering = list(posts.filter(post_condition(query))[:RANKED])
    if answering:
        return sorted(answering, key=lambda post: _rank(query, post))
    return list(posts.filter(pk__in=_slips(posts, query)))


def _rank(query: names.Query, post: Post) -> int:
    """Names before titles and places."""
    person = post.person
    grade = names.fit(query, known_words(person.given_names, person.call_name, person.family_name))
    return names.Fit.SLIP if grade is None else grade


def _slips(posts: QuerySet[Post], query: names.Query) -> list[UUID]:
    """Look for names with a slip of the keys, when nothing was found without."""
    columns = (F("person__given_names"), F("person__call_name"), F("person__family_name"))
    rows = posts.order_by().prefetch_related(None).select_related(None).values_list("pk", *columns)
    known = {pk: known_words(given, call, last) for pk, given, call, last in rows}
    return names.best(known, lambda pk: names.fit(query, known[pk]))[:RANKED]
