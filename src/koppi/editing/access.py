"""The doors of the pages where the picture is edited: a family one may change, and the parts in it."""

from dataclasses import dataclass

from koppi.families.models import Custody, Family, Home, Member, Relation
from koppi.people.models import Person, Post
from koppi.people.period import on_day
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.sharing import access as sharing
from koppi.teams.models import AgreedStep, TeamMember


@dataclass(frozen=True, slots=True)
class Workbench:
    """A family whose picture this viewer may change, with what they see of it."""

    viewer: Viewer
    family: Family
    sight: sharing.Sight

    def members(self) -> list[Member]:
        """Return the present members this viewer sees."""
        rows = Member.objects.filter(on_day(self.viewer.today), family=self.family)
        rows = rows.exclude(person__in=list(self.sight.hidden)).select_related("person")
        return list(rows.order_by("-is_centre", "place", "person__born_on", "id"))

    def people(self) -> list[Person]:
        return [member.person for member in self.members()]

    def member(self, pk) -> Member:
        return _one(Member.objects.filter(family=self.family).select_related("person"), pk, self._is_seen)

    def home(self, pk) -> Home:
        if self.sight.is_place_hidden:
            raise NotVisible
        return _one(self.family.homes.all(), pk)

    def homes(self) -> list[Home]:
        """Return the homes, or none when a safety restriction hides places from this viewer."""
        if self.sight.is_place_hidden:
            return []
        rows = self.family.homes.filter(on_day(self.viewer.today)).prefetch_related("residents__person")
        return list(rows.order_by("label"))

    def relations(self) -> list[Relation]:
        rows = self.family.relations.filter(on_day(self.viewer.today)).select_related("person", "other")
        return [row for row in rows.order_by("kind", "id") if self._ties_seen(row)]

    def relation(self, pk) -> Relation:
        return _one(self.family.relations.select_related("person", "other"), pk, self._ties_seen)

    def custodies(self) -> list[Custody]:
        rows = Custody.objects.filter(on_day(self.viewer.today), child__in=self.people())
        rows = rows.select_related("child", "adult").order_by("child__born_on", "id")
        return [row for row in rows if self._custody_seen(row)]

    def custody(self, pk) -> Custody:
        rows = Custody.objects.filter(child__in=self.people()).select_related("child", "adult")
        return _one(rows, pk, self._custody_seen)

    def team_member(self, pk) -> TeamMember:
        rows = TeamMember.objects.filter(team__family=self.family, ends_at=None)
        return _one(rows.select_related("team__family", "post__person", "ground"), pk)

    def step(self, pk) -> AgreedStep:
        rows = AgreedStep.objects.filter(record__family=self.family, record__in=list(self.sight.records))
        return _one(rows.select_related("record"), pk)

    def _is_seen(self, member: Member) -> bool:
        return member.person_id not in self.sight.hidden

    def _ties_seen(self, relation: Relation) -> bool:
        return not {relation.person_id, relation.other_id} & self.sight.hidden

    def _custody_seen(self, custody: Custody) -> bool:
        return custody.adult_id not in self.sight.hidden


def workbench_for(viewer: Viewer, pk) -> Workbench:
    """Open a family whose picture this viewer may change.

    :raises NotVisible: the family is absent or closed to the viewer, or the viewer may only look.
    """
    family = sharing.family_for(viewer, pk)
    sight = sharing.sight_of(viewer, family)
    if not sight.may_change:
        raise NotVisible
    return Workbench(viewer, family, sight)


def post_at_work(pk, viewer: Viewer) -> Post:
    """Return a post that is in force and sees content.

    :raises NotVisible: there is no such post now.
    """
    rows = Post.objects.on_day(viewer.today).filter(role__in=["WORKER", "MANAGER", "PARTNER"])
    return _one(rows.select_related("person", "unit__organisation"), pk)


def _one(rows, pk, is_seen=lambda row: True):
    row = rows.filter(pk=pk).first()
    if row is None or not is_seen(row):
        raise NotVisible
    return row
