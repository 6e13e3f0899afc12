"""A real family for tests that drive Koppi from outside: what its helpers may see, and may no longer."""

from datetime import date

from koppi.people.viewer import Viewer
from koppi.sharing import actions
from koppi.sharing.access import families_visible_to
from koppi.sharing.models import Consent, Ground, Restriction
from tests import make

LATER = make.NOON + make.DAY


def live():
    """A mother, a father and their child; two workers see the family, and the mother consents."""
    mother, father, child = make.a_person("Sanna"), make.a_person("Mikko"), make.a_child()
    family = make.a_family("Koivun perhe", mother, father, child)
    for parent in (mother, father):
        make.custody(parent, child)
    worker, colleague = make.a_post("sosiaaliohjaaja"), make.a_post("terveydenhoitaja")
    by = make.a_viewer(worker)
    for post in (worker, colleague):
        actions.open_ground(by=by, family=family, holder=f"e:{post.pk}", kind=Ground.Kind.TEAM)
    unit = f"u:{colleague.unit_id}"
    own = {"given_by": mother, "way": Consent.Way.OWN_SESSION, "ends_at": None}
    actions.give_consent(by=make.a_client(mother), person=mother, receivers=[unit], **own)


def take_away():
    """The mother withdraws, the father is kept out, the colleague is no longer needed."""
    consent = Consent.objects.get()
    actions.withdraw_consent(by=make.a_client(consent.person, LATER), consent=consent)
    worker, colleague = Ground.objects.order_by("pk").select_related("family")
    if _title(worker) != "sosiaaliohjaaja":
        worker, colleague = colleague, worker
    by = _viewer(worker, LATER)
    actions.end_ground(by=by, ground=colleague)
    family = worker.family
    people = {member.person.given_names: member.person for member in family.members.all()}
    actions.restrict(
        by=by,
        kind=Restriction.Kind.PERSON,
        protected=[people["Eeva"]],
        cause=Restriction.Cause.VIOLENCE,
        review_on=date(2026, 6, 1),
        family=family,
        kept_out=f"p:{people['Mikko'].pk}",
    )


def who_sees():
    """Print who sees the family on the day after, and whether the consent stands."""
    after = LATER + make.DAY
    for ground in Ground.objects.all():
        _tell(_title(ground), _viewer(ground, after))
    for member in Consent.objects.get().person.memberships.get().family.members.all():
        _tell(member.person.given_names, Viewer(None, member.person_id, "", None, after))
    print("consent", Consent.objects.filter(withdrawn_at=None).exists())


def _tell(name: str, viewer: Viewer):
    print(name, families_visible_to(viewer).exists())


def _post(ground):
    return make.Post.objects.select_related("person", "unit").get(pk=ground.holder[2:])


def _title(ground):
    return _post(ground).title


def _viewer(ground, at):
    return make.a_viewer(_post(ground), at)


TOYS = {one.__name__: one for one in (live, take_away, who_sees)}
