"""Making a way in, taking it away, and coming in by it."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from koppi.audit import journal, trail
from koppi.audit.trail import action
from koppi.delivery import actions as delivery
from koppi.families.models import Family, Member
from koppi.people.models import Account, Person, Post
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing.access import require_change
from koppi.signin import actions as signin
from koppi.signin.access import account_of, is_at_work, is_under, ways_back_of

from . import secret
from .access import ABOUT_CHILD
from .models import WRONG_DIGITS, WayIn


class NotInFamily(Refused):
    """The one who would come in does not belong to the family."""


class ComesFromWork(Refused):
    """A worker's sign-in opens a worker's day; nobody else makes a way into it."""


class Closed(Refused):
    """The person's account has been switched off."""


class NotAgreed(Refused):
    """A small child signs in only when it has been agreed on."""


class NoAddress(Refused):
    """A link cannot be mailed without an address."""


class Made(NamedTuple):
    """A new way with its secrets, which are shown this once."""

    way: WayIn
    token: str
    digits: str


@action
def make_way(
    *, by: Viewer, family: Family, person: Person, given: str, address: str = "", is_agreed: bool = False
) -> Made:
    """Make a link and six digits; an earlier unused link of the same person ends.

    :raises ComesFromWork: the person has a post.
    :raises Closed: the account is switched off.
    :raises NotAgreed: a child under twelve, and nobody says it was agreed on.
    """
    require_change(by, family)
    _require_may_come(by, family, person)
    if is_under(ABOUT_CHILD, person.born_on, person.birth_year, by.today) and not is_agreed:
        raise NotAgreed(_("Sopikaa ensin lapsen ja hänen huoltajansa kanssa ja merkitse se."))
    if given == WayIn.Given.MAIL and not address:
        raise NoAddress(_("Kirjoita sähköpostiosoite, johon linkki lähetetään."))
    for earlier in _open_ways(by, family, person):
        _end(by, earlier)
    token, digits = secret.new_token(), secret.new_digits()
    way = WayIn.objects.create(
        family=family, person=person, made_by=Post.objects.get(pk=by.post.id), given=given,
        token_hash=secret.hash_of(token), digits_hash=secret.digits_hash(token, digits), made_at=by.at,
        expires_at=by.at + timedelta(days=settings.KOPPI_WAY_IN_DAYS),
    )  # fmt: skip
    if given == WayIn.Given.MAIL:
        _mail(by, way, token, address)
    subjects = [family.pk, person.pk]
    trail.leave(by, "welcome.made", way, subjects=subjects, action="create", given=given, agreed=is_agreed)
    return Made(way, token, digits)


@action
def withdraw(*, by: Viewer, way: WayIn) -> WayIn:
    """End an unused link at once."""
    require_change(by, way.family)
    if way.is_open(by.at):
        _end(by, way)
    trail.leave(by, "welcome.withdrawn", way, subjects=[way.family_id, way.person_id])
    return way


@action
def come_in(*, by: Viewer, way: WayIn, token: str, digits: str) -> Account | None:
    """Spend a link with its digits and return the person's account; None for wrong digits or a spent link.

    The account is made at the first time. The worker is told that the link was used, and somebody who had
    another way back is told too: nobody comes in in their place unnoticed.
    """
    way = WayIn.objects.select_for_update().select_related("person").get(pk=way.pk)
    if not way.is_open(by.at) or not _may_still_come(by, way):
        _refuse(by, way)
        return None
    if not secret.is_same(way.digits_hash, secret.digits_hash(token, digits)):
        way.wrong_digits += 1
        way.save(update_fields=["wrong_digits"])
        if way.wrong_digits >= WRONG_DIGITS:
            _ended(by, way)
            delivery.notify(by=by, to=f"e:{way.made_by_id}", kind="welcome.locked", about=way)
        _refuse(by, way)
        return None
    way.used_at = by.at
    way.save(update_fields=["used_at"])
    _ended(by, way)
    account = account_of(way.person_id)
    if account is not None and ways_back_of([account]):
        delivery.notify(by=by, to=f"p:{way.person_id}", kind="welcome.came_by_link", about=way)
    account = account or signin.open_own_account(by=by, person=way.person)
    delivery.notify(by=by, to=f"e:{way.made_by_id}", kind="welcome.used", about=way)
    trail.leave(by, "welcome.used", way, subjects=[way.family_id, way.person_id], action="login")
    return account


@action
def forget(*, by: Viewer, before: datetime) -> int:
    """Delete the links that expired before a moment."""
    gone, _each = WayIn.objects.filter(expires_at__lt=before).delete()
    trail.leave(by, "welcome.forgotten", count_gone=gone)
    return gone


def _refuse(by: Viewer, way: WayIn) -> None:
    subjects = [way.family_id, way.person_id]
    trail.leave(by, "welcome.refused", way, subjects=subjects, result="denied", tries=way.wrong_digits)


def _require_may_come(by: Viewer, family: Family, person: Person) -> None:
    if not Member.objects.on_day(by.today).filter(family=family, person=person).exists():
        raise NotInFamily(_("Hän ei kuulu tähän perheeseen. Lisää hänet ensin kuvaan."))
    if is_at_work([person.pk], by.today):
        raise ComesFromWork(_("Hän kirjautuu työtunnuksellaan ja valitsee sitten omat tietonsa."))
    account = account_of(person.pk)
    if account is not None and not account.is_active:
        raise Closed(_("Hänen tunnuksensa on suljettu. Pyydä pääkäyttäjää avaamaan se."))


def _may_still_come(by: Viewer, way: WayIn) -> bool:
    """What was true when the link was made must be true when it is used."""
    try:
        _require_may_come(by, way.family, way.person)
    except Refused:
        return False
    return True


def _open_ways(by: Viewer, family: Family, person: Person) -> list[WayIn]:
    unused = WayIn.objects.filter(family=family, person=person, used_at=None, withdrawn_at=None)
    return [way for way in unused if way.is_open(by.at)]


def _end(by: Viewer, way: WayIn) -> None:
    way.withdrawn_at = by.at
    way.save(update_fields=["withdrawn_at"])
    _ended(by, way)


def _ended(by: Viewer, way: WayIn) -> None:
    """A restored backup must not bring a spent link back to life."""
    journal.append("welcome.ended", way.pk, {"at": by.at.isoformat()}, by.at)


def _mail(by: Viewer, way: WayIn, token: str, address: str) -> None:
    delivery.enqueue(
        by=by,
        template="welcome/way_in",
        dedupe_key=f"welcome:{way.pk}",
        to_address=address,
        language=way.person.service_language,
        context={"about": way.pk, "link": f"/tervetuloa/{token}/", "due_on": way.expires_at.date()},
    )
