"""Who may decide for whom: each competent person for themself, a custodian only for what they may see."""

from koppi.families.models import Custody, Member
from koppi.people.models import Person
from koppi.people.period import in_force
from koppi.people.viewer import Viewer

from .grants import UNGROWN, meets
from .guards import serves
from .models import Capacity, Clearance, Consent, Matter, Prohibition, Restriction
from .periods import Period, Saying, adult_from, newest_yes

DECIDING = (Custody.Kind.CUSTODIAN, Custody.Kind.APPOINTED)


def may_consent_for(person: Person, given_by: Person, matter: str, by: Viewer) -> bool:
    """May ``given_by`` decide on sharing the data of ``person`` on this matter, at the moment of ``by``?"""
    if given_by.pk == person.pk:
        return is_adult(person, by) or is_capable(person, matter, by)
    if is_adult(person, by) or is_capable(person, matter, by):
        return False
    return _is_custodian(person, given_by, by) and not _is_shut_out(person, given_by, matter, by)


def may_withdraw(by: Viewer, consent: Consent) -> bool:
    """Withdrawing only narrows: the giver, whoever could give it now, and a worker of the person may."""
    if by.is_worker:
        return serves(by, consent.person_id)
    if not by.is_client:
        return False
    me = Person.objects.get(pk=by.person_id)
    return consent.given_by_id == me.pk or may_consent_for(consent.person, me, consent.matter, by)


def is_adult(person: Person, by: Viewer) -> bool:
    """Is the person of age? Without a date of birth: unless every membership says child."""
    if person.born_on:
        return adult_from(person.born_on) <= by.at
    places = set(Member.objects.filter(person=person).values_list("place", flat=True))
    return not places or bool(places.difference(UNGROWN))


def is_capable(minor: Person, matter: str, by: Viewer) -> bool:
    """Does the newest judgement in force say that the minor understands? For ANY, in every matter."""
    said = list(
        Capacity.objects.filter(minor=minor).values_list("matter", "starts_at", "ends_at", "is_capable")
    )
    asked = [matter] if matter != Matter.ANY else [one for one in Matter.values if one != Matter.ANY]
    return all(_is_yes([row for row in said if row[0] in (Matter.ANY, one)], by) for one in asked)


def _is_yes(said: list[tuple], by: Viewer) -> bool:
    sayings = [Saying(Period(starts, ends), yes) for _matter, starts, ends, yes in said]
    return any(period.holds(by.at) for period in newest_yes(sayings))


def _is_custodian(child: Person, adult: Person, by: Viewer) -> bool:
    return Custody.objects.on_day(by.today).filter(child=child, adult=adult, kind__in=DECIDING).exists()


def _is_shut_out(child: Person, adult: Person, matter: str, by: Viewer) -> bool:
    """A guardian cannot open to others what they may not see themselves."""
    restrictions = Restriction.objects.in_force(by.at)
    kept = restrictions.filter(kind=Restriction.Kind.PERSON, kept_out=f"p:{adult.pk}")
    families = Member.objects.filter(person=child).values("family")
    if kept.filter(protected__person=child).exists() or kept.filter(family__in=families).exists():
        return True
    cleared = Clearance.objects.filter(holder=f"p:{adult.pk}").values("restriction")
    safety = restrictions.filter(kind=Restriction.Kind.SAFETY, protected__person=child)
    if safety.exclude(pk__in=cleared).exists():
        return True
    return _is_forbidden(child, adult, matter, by)


def _is_forbidden(child: Person, adult: Person, matter: str, by: Viewer) -> bool:
    said = Prohibition.objects.filter(in_force(by.at), minor=child, record=None)
    return any(meets(matter, one.matter) and one.hidden_from_id in (None, adult.pk) for one in said)
