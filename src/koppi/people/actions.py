"""What is done with organisations, units, posts and absences. None of it opens or shows a family."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.delivery.actions import notify
from koppi.refusal import Refused

from . import pledges
from .access import is_partners, may_manage, may_staff, own_post
from .models import Absence, Account, Organisation, Person, Pledge, Post, Role, Unit
from .search import text_of, text_of_post
from .viewer import Viewer

# What only an administrator gives; a manager gives the roles of everyday work.
HIGH_ROLES = frozenset({Role.MANAGER, Role.ANALYST, Role.ADMIN, Role.DPO})


class NotYours(Refused):
    """The viewer's role does not reach to this organisation or this role."""


class NotForOneself(Refused):
    """Nobody gives a right to themselves."""


class AwayAlready(Refused):
    """The absence overlaps another, or its deputy cannot act."""


@action
def save_organisation(*, by: Viewer, organisation: Organisation | None = None, **values) -> Organisation:
    """Found an organisation, or change one; only an administrator does."""
    if by.post is None or by.post.role != Role.ADMIN:
        raise NotYours(_("Organisaatioita muuttaa vain pääkäyttäjä. Pyydä häntä tekemään muutos."))
    saved = _put(organisation or Organisation(), values)
    _write_search_texts(Q(unit__organisation=saved))
    trail.leave(by, "people.organisation_saved", saved, action="admin", fields=sorted(values))
    return saved


@action
def save_unit(*, by: Viewer, organisation: Organisation, unit: Unit | None = None, **values) -> Unit:
    """Found a unit in an organisation, or change one; a sector is changed through ``sharing``.

    :raises NotYours: the organisation is not the viewer's to manage.
    """
    _require_management(by, organisation)
    saved = _put(unit or Unit(organisation=organisation), values)
    _write_search_texts(Q(unit=saved))
    trail.leave(by, "people.unit_saved", saved, action="admin", fields=sorted(values))
    return saved


@action
def open_post(
    *, by: Viewer, unit: Unit, given_names: str, family_name: str, email: str, title: str, starts_on: date,
    role: str = Role.WORKER, **values,
) -> Post:  # fmt: skip
    """Open a post for somebody; a known e-mail address means the person it belongs to, with no other answer.

    :raises NotYours: the organisation or the role is not the viewer's to give.
    :raises NotForOneself: the address is the viewer's own.
    """
    _require_management(by, unit.organisation)
    if role in HIGH_ROLES and by.post.role != Role.ADMIN:
        raise NotYours(_("Tämän roolin antaa vain pääkäyttäjä. Valitse työntekijän tai kumppanin rooli."))
    if role == Role.WORKER and not unit.organisation.is_authority:
        raise NotYours(_("Kumppanin työntekijälle annetaan rooli Kumppanin työntekijä."))
    person = _person_with(email, by, given_names, family_name)
    if person.pk == by.person_id:
        raise NotForOneself(_("Omaa tehtävää ei voi avata itse. Pyydä toista pääkäyttäjää tekemään se."))
    post = Post(
        person=person, unit=unit, title=title, role=role, email=email.strip(), starts_on=starts_on, **values
    )
    post.search_text = text_of_post(post)
    post.save()
    trail.leave(by, "people.post_opened", post, subjects=[person], action="admin", role=role)
    if role == Role.PARTNER:
        notify(by=by, to=f"e:{post.pk}", kind="people.pledge_asked", about=post)
    return post


@action
def change_post(*, by: Viewer, post: Post, **values) -> Post:
    """Change the title, contact data or duty of a post; for another person, unit or role open a new one.

    :raises NotYours: the organisation is not the viewer's to manage.
    """
    _require_management(by, post.unit.organisation)
    _put(post, values, search_text=text_of_post)
    trail.leave(
        by, "people.post_changed", post, subjects=[post.person_id], action="admin", fields=sorted(values)
    )
    return post


@action
def close_post(*, by: Viewer, post: Post) -> Post:
    """Close a post: its rights end now, also those it had as somebody's deputy and those its deputies had.

    :raises NotForOneself: the post is the one the viewer acts in.
    """
    _require_management(by, post.unit.organisation)
    if by.post.id == post.pk:
        raise NotForOneself(_("Omaa tehtävää ei voi päättää itse. Pyydä toista pääkäyttäjää tekemään se."))
    post.ends_on = max(by.today, post.starts_on)
    post.save(update_fields=["ends_on"])
    ended = _end_absences(Q(post=post) | Q(deputy=post), by.at)
    Unit.objects.filter(deputy=post).update(deputy=None)
    trail.leave(by, "people.post_closed", post, subjects=[post.person_id], action="admin", absences=ended)
    return post


@action
def sign_pledge(*, by: Viewer, version: str) -> Pledge:
    """Sign the pledge of secrecy for the post one acts in. Signing the same again changes nothing.

    :raises NotYours: the viewer is no partner's worker, or the text is not the present one.
    """
    post = own_post(by)
    if version != pledges.CURRENT or not is_partners(post):
        raise NotYours(_("Vaitiolositoumuksen allekirjoittaa kumppanin työntekijä itse."))
    return _pledge(by, post, Pledge.Way.OWN_SESSION, by.today)


@action
def record_pledge(*, by: Viewer, post: Post, signed_on: date) -> Pledge:
    """Write down a pledge that a partner's worker has signed on paper; only an administrator does.

    :raises NotYours: the viewer is no administrator, or the post is no partner's.
    """
    if by.post is None or by.post.role != Role.ADMIN or not is_partners(post) or signed_on > by.today:
        raise NotYours(_("Paperilla allekirjoitetun sitoumuksen kirjaa pääkäyttäjä."))
    return _pledge(by, post, Pledge.Way.ON_PAPER, signed_on)


@action
def close_pledges(*, by: Viewer, post: Post) -> None:
    """End the pledge of a post; what it could see is closed by whoever calls this (see sharing)."""
    if str(by) != "system":
        _require_management(by, post.unit.organisation)
    Pledge.objects.filter(post=post, ended_at=None).update(ended_at=by.at)
    post.pledged_on = None
    post.save(update_fields=["pledged_on"])
    _end_absences(Q(deputy=post), by.at)
    trail.leave(by, "people.pledge_closed", post, subjects=[post.person_id], action="admin")


@action
def change_own_contact(*, by: Viewer, phone: str, email: str, languages: list[str]) -> Post:
    """Change one's own work contact and languages."""
    post = Post.objects.select_related("unit__organisation", "person").get(pk=by.post.id)
    _put(post, {"phone": phone, "email": email, "languages": languages})
    trail.leave(by, "people.own_contact_changed", post, subjects=[post.person_id])
    return post


@action
def set_absence(
    *, by: Viewer, post: Post, deputy: Post, starts_at: datetime, ends_at: datetime | None
) -> Absence:
    """Name who acts for a post while it is away; a manager or administrator does it for others.

    :raises AwayAlready: another absence overlaps, or the deputy is not at work here.
    :raises NotForOneself: the viewer would become the deputy of somebody else's post.
    """
    _require_say(by, post, deputy)
    _check_deputy(by, post, deputy)
    if _overlapping(post, starts_at, ends_at).exists():
        raise AwayAlready(
            _("Sinulla on jo poissaolo samaan aikaan. Päätä se ensin tai valitse toiset päivät.")
        )
    absence = Absence.objects.create(post=post, deputy=deputy, starts_at=starts_at, ends_at=ends_at)
    subjects = [post.person_id, deputy.person_id]
    trail.leave(by, "people.absence_set", absence, subjects=subjects, action="create")
    return absence


@action
def end_absence(*, by: Viewer, absence: Absence) -> Absence:
    """End an absence now; one that has not begun is taken back. The deputy's rights end the same moment."""
    _require_say(by, absence.post)
    absence.ends_at = max(by.at, absence.starts_at)
    absence.save(update_fields=["ends_at"])
    subjects = [absence.post.person_id, absence.deputy.person_id]
    trail.leave(by, "people.absence_ended", absence, subjects=subjects)
    return absence


def _pledge(by: Viewer, post: Post, way: str, signed_on: date) -> Pledge:
    values = {
        "version": pledges.CURRENT, "way": way, "signed_on": signed_on, "recorded_by": str(by),
        "recorded_at": by.at,
    }  # fmt: skip
    pledge, _is_new = Pledge.objects.get_or_create(post=post, ended_at=None, defaults=values)
    post.pledged_on = pledge.signed_on
    post.save(update_fields=["pledged_on"])
    trail.leave(by, "people.pledge_signed", pledge, subjects=[post.person_id], action="admin", way=way)
    return pledge


def _require_management(by: Viewer, organisation: Organisation) -> None:
    if not may_manage(by, organisation.pk):
        raise NotYours(_("Tämä organisaatio ei ole sinun hoidettavanasi. Pyydä pääkäyttäjää."))


def _require_say(by: Viewer, post: Post, deputy: Post | None = None) -> None:
    if by.post and by.post.id == post.pk:
        return
    if not may_staff(by, post):
        raise NotYours(_("Vain esihenkilö tai pääkäyttäjä merkitsee toisen poissaolon."))
    if deputy and deputy.person_id == by.person_id:
        raise NotForOneself(
            _("Et voi nimetä itseäsi toisen sijaiseksi. Pyydä toista esihenkilöä tekemään se.")
        )


def _check_deputy(by: Viewer, post: Post, deputy: Post) -> None:
    """A deputy holds all the rights of the post, so it works for the same controller and is there."""
    if deputy.person_id == post.person_id:
        raise AwayAlready(_("Valitse sijaiseksi joku toinen."))
    same = deputy.unit.organisation_id == post.unit.organisation_id
    at_work = Post.objects.on_day(by.today).filter(pk=deputy.pk).exists()
    if not (same and at_work and deputy.sees_content == post.sees_content):
        raise AwayAlready(_("Valitse sijaiseksi joku, joka on nyt töissä samassa organisaatiossa."))
    if not post.unit.organisation.is_authority and deputy.pledged_on is None:
        raise AwayAlready(_("Sijaiselta puuttuu vaitiolositoumus. Pyydä häntä allekirjoittamaan se ensin."))
    if Absence.objects.in_force(by.at).filter(post=deputy).exists():
        raise AwayAlready(_("Valitsemasi sijainen on itse poissa. Valitse joku toinen."))


def _overlapping(post: Post, starts_at: datetime, ends_at: datetime | None):
    before_end = Q() if ends_at is None else Q(starts_at__lt=ends_at)
    return Absence.objects.filter(before_end, Q(ends_at=None) | Q(ends_at__gt=starts_at), post=post)


def _end_absences(about: Q, at: datetime) -> int:
    """End those that run, and take back those that have not begun."""
    running = Absence.objects.in_force(at).filter(about).update(ends_at=at)
    coming = Absence.objects.filter(about, starts_at__gt=at).delete()[0]
    return running + coming


def _person_with(email: str, by: Viewer, given_names: str, family_name: str) -> Person:
    known = Account.objects.filter(Q(email__iexact=email.strip()) | Q(username__iexact=email.strip())).first()
    if known:
        return known.person
    person = Person(given_names=given_names, family_name=family_name, created_at=by.at)
    person.search_text = text_of(person)
    person.save()
    account = Account(person=person, username=email.strip().lower(), email=email.strip())
    account.set_unusable_password()
    account.save()
    return person


def _put(thing, values: dict, **derived):
    for name, value in values.items():
        setattr(thing, name, value)
    for name, made in derived.items():
        setattr(thing, name, made(thing))
    thing.save()
    return thing


def _write_search_texts(about: Q) -> None:
    posts = list(Post.objects.filter(about).select_related("person", "unit__organisation"))
    for post in posts:
        post.search_text = text_of_post(post)
    Post.objects.bulk_update(posts, ["search_text"], batch_size=500)
