"""Who looked, as the reader may know it: names and workplaces, and what is left out of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from koppi.families.models import Member
from koppi.mapping.models import Invitee
from koppi.people.models import Person, Post
from koppi.people.viewer import Viewer
from koppi.sharing.look import Look
from koppi.sharing.models import Protected
from koppi.sharing.standing import safety, standing_of
from koppi.teams.models import TeamMember


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who looked; empty parts are not told. ``key`` tells two of them apart and draws the face."""

    key: str
    name: str
    title: str = ""
    unit: str = ""
    organisation: str = ""
    sector: str = ""
    face: str = ""

    @property
    def work(self) -> str:
        return ", ".join(part for part in (self.title, self.unit) if part)

    @property
    def whole_work(self) -> str:
        return ", ".join(part for part in (self.work, self.organisation) if part)


def people_shown(viewer: Viewer, lookers: Iterable[str], looks: list[Look]) -> dict[str, Who]:
    """Return each of these lookers as this reader may know them."""
    lookers = set(lookers)
    is_place_hidden = any(look.placeless for look in looks)
    posts = {f"e:{post.pk}": post for post in _posts(lookers)}
    team = _teams(looks) if is_place_hidden else frozenset()
    unnamed = _unnamed(viewer, posts.values())
    found = {key: _worker(post, unnamed, is_place_hidden, team) for key, post in posts.items()}
    return (
        {key: found.get(key) or Who("", anybody(key)) for key in lookers}
        | _family(lookers)
        | (_guests(lookers) if not is_place_hidden else {})
    )


def is_place_hidden_from(worker: Viewer, people: set[UUID]) -> bool:
    """Is somebody's place hidden from this worker in the families of these people?"""
    families = Member.objects.filter(person__in=people).values("family")
    near = Member.objects.filter(family__in=families).values("person")
    hidden = safety(worker).filter(is_cleared=False).values("pk")
    return Protected.objects.filter(restriction__in=hidden, person__in=near).exists()


def workers_shown(lookers: Iterable[str]) -> dict[str, Who]:
    """Return the lookers as those who check looks know them."""
    return {f"e:{post.pk}": _worker(post, frozenset(), False, frozenset()) for post in _posts(set(lookers))}


def anybody(key: str) -> str:
    """Return what to call somebody whose name is not told."""
    return {"e": _("Viranomainen"), "g": _("Kutsuttu vastaaja")}.get(key[:1], _("Perheenjäsen"))


def _posts(lookers: set[str]) -> list[Post]:
    keys = [key[2:] for key in lookers if key.startswith("e:")]
    return list(Post.objects.filter(pk__in=keys).select_related("person", "unit__organisation"))


def _teams(looks: list[Look]) -> frozenset[UUID]:
    """Return who is or has been in the team of these families: their names stand on the family's page too."""
    rows = TeamMember.objects.filter(team__family__in=[look.family.pk for look in looks])
    return frozenset(rows.values_list("post_id", flat=True))


def _unnamed(viewer: Viewer, posts: Iterable[Post]) -> frozenset[UUID]:
    """Return the workers whose own safety, or a restriction against the reader, keeps them nameless here."""
    people = {post.person_id for post in posts}
    hidden = safety(viewer).filter(is_cleared=False).values("pk")
    sheltered = Protected.objects.filter(restriction__in=hidden, person__in=people)
    kept = standing_of(viewer).out.persons & people
    return kept | frozenset(sheltered.values_list("person_id", flat=True))


def _worker(post: Post, unnamed: frozenset[UUID], is_place_hidden: bool, team: frozenset[UUID]) -> Who:
    if post.person_id in unnamed:
        return Who("", _("Työntekijä, jonka nimeä ei näytetä"))
    if is_place_hidden:
        named = post.pk in team
        return Who(str(post.pk), post.person.name, face=post.person.face) if named else Who("", anybody("e:"))
    unit = post.unit
    return Who(
        str(post.pk), post.person.name, post.said_title, unit.said_name, unit.organisation.said_name,
        unit.sector, post.person.face,
    )  # fmt: skip


def _family(lookers: set[str]) -> dict[str, Who]:
    people = Person.objects.filter(pk__in=[key[2:] for key in lookers if key.startswith("p:")])
    return {f"p:{one.pk}": Who(str(one.pk), one.first_name, face=one.face) for one in people}


def _guests(lookers: set[str]) -> dict[str, Who]:
    rows = Invitee.objects.filter(pk__in=[key[2:] for key in lookers if key.startswith("g:")])
    return {f"g:{row.pk}": Who(str(row.pk), row.guest_name or anybody("g:"), row.guest_role) for row in rows}
