"""Recording, changing and ending a service episode."""

from datetime import date

from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.families.models import Family, Member
from koppi.people.models import Organisation, Post, Unit
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing.access import require_change
from koppi.sharing.models import Kind, Matter
from koppi.sharing.records import new_record

from .models import ServiceEpisode
from .states import ENDED, PROPOSED, Trouble, state_on, troubles


class DaysDisagree(Refused):
    """The days do not agree with the state of the service."""


class ChangedMeanwhile(Refused):
    """Somebody else changed the same episode after this viewer opened it."""


class HasEnded(Refused):
    """The service has ended already, said so or by its last day."""


class NotInFamily(Refused):
    """A service was recorded for somebody who does not belong to the family."""


@action
def record_service(
    *, by: Viewer, family: Family, subjects, name: str, sector: str, state: str,
    organisation: Organisation | None = None, unit: Unit | None = None, provider: str = "",
    contact: Post | None = None, contact_words: str = "", reason: str = "", starts_on: date | None = None,
    ends_on: date | None = None, source: str = "", as_of: date | None = None, matter: str = Matter.ANY,
) -> ServiceEpisode:  # fmt: skip
    """Record a service the people named use, have used or will use.

    :raises DaysDisagree: for example a running service that has not begun.
    :raises NotInFamily: somebody named is not of the family.
    """
    require_change(by, family)
    _check(state, starts_on, ends_on, by.today)
    whom = _members(family, subjects)
    record = new_record(by=by, family=family, kind=Kind.SERVICE, subjects=whom, matter=matter)
    episode = ServiceEpisode.objects.create(
        record=record, name=name, sector=sector, state=state, provider=provider, contact=contact,
        organisation=organisation or (unit.organisation if unit else None), unit=unit, reason=reason,
        contact_words=contact_words, starts_on=starts_on, ends_on=ends_on, source=source,
        as_of=as_of or by.today,
    )  # fmt: skip
    trail.leave(by, "services.recorded", episode, subjects=[family.pk, *whom], action="create", state=state)
    return episode


@action
def change_service(*, by: Viewer, episode: ServiceEpisode, seen_version: int, **values) -> ServiceEpisode:
    """Change what is known of a service. For whom it is does not change: end it and record another.

    :raises ChangedMeanwhile: somebody else changed it after ``seen_version``.
    """
    family = episode.record.family
    require_change(by, family)
    days = {key: values.get(key, getattr(episode, key)) for key in ("state", "starts_on", "ends_on")}
    _check(**days, today=by.today)
    if "unit" in values:
        values["organisation"] = values["unit"].organisation if values["unit"] else None
    _put(episode, seen_version, values)
    trail.leave(by, "services.changed", episode, subjects=_subjects(episode), fields=sorted(values))
    return episode


@action
def end_service(*, by: Viewer, episode: ServiceEpisode, ends_on: date) -> ServiceEpisode:
    """Say that a service has ended, or that what was proposed did not begin.

    :raises HasEnded: it has ended already; the last day is changed as anything else of it.
    :raises DaysDisagree: the last day is in the future or before the first.
    """
    require_change(by, episode.record.family)
    if state_on(episode.state, episode.starts_on, episode.ends_on, by.today) == ENDED:
        raise HasEnded(_("Palvelu on jo päättynyt. Jos viimeinen päivä on väärin, muuta palvelun tietoja."))
    starts_on = episode.starts_on or (ends_on if episode.state == PROPOSED else None)
    _check(ENDED, starts_on, ends_on, by.today)
    values = {"state": ENDED, "starts_on": starts_on, "ends_on": ends_on, "as_of": by.today}
    _put(episode, episode.version, values)
    trail.leave(by, "services.ended", episode, subjects=_subjects(episode))
    return episode


def _put(episode: ServiceEpisode, seen_version: int, values: dict) -> None:
    same = ServiceEpisode.objects.filter(pk=episode.pk, version=seen_version)
    if not same.update(**values, version=seen_version + 1):
        raise ChangedMeanwhile(_("Joku muutti tätä juuri. Avaa sivu uudelleen ja katso muutos."))
    episode.refresh_from_db()


def _members(family: Family, subjects) -> list:
    ids = {getattr(person, "pk", person) for person in subjects}
    known = set(Member.objects.filter(family=family).values_list("person_id", flat=True))
    if not ids or {str(one) for one in ids} - {str(one) for one in known}:
        raise NotInFamily(_("Valitse, ketä perheestä palvelu koskee."))
    return sorted(ids, key=str)


def _subjects(episode: ServiceEpisode) -> list:
    return [episode.record.family_id, *episode.record.subjects.values_list("person_id", flat=True)]


def _check(state: str, starts_on: date | None, ends_on: date | None, today: date) -> None:
    for trouble in troubles(state, starts_on, ends_on, today):
        raise DaysDisagree(sentence(trouble))


def sentence(trouble: Trouble) -> str:
    """Return what is wrong with the days, and what to do."""
    return {
        ("starts_on", "missing"): _("Kerro, milloin palvelu alkaa tai alkoi."),
        ("starts_on", "future"): _("Alkupäivä on vielä edessä. Valitse tilaksi tulossa."),
        ("starts_on", "past"): _("Alkupäivä on jo ollut. Valitse tilaksi käynnissä tai tuleva päivä."),
        ("ends_on", "missing"): _("Kerro, milloin palvelu päättyi."),
        ("ends_on", "future"): _("Viimeinen päivä on vielä edessä. Valitse tilaksi käynnissä."),
        ("ends_on", "order"): _("Viimeinen päivä on ennen ensimmäistä. Tarkista päivät."),
    }[trouble.field, trouble.how]
