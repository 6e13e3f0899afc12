"""Consent given and withdrawn, and the legal basis stated where the law needs no consent."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from koppi.audit import journal, trail
from koppi.audit.trail import action
from koppi.people.models import Person
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing import grants, legal, renewing, telling
from koppi.sharing.consenting import may_consent_for, may_withdraw
from koppi.sharing.guards import require_authority, require_service
from koppi.sharing.models import Consent, LegalBasis, Matter
from koppi.sharing.partners import is_partner
from koppi.sharing.renewing import Named

NECESSITY_LENGTH = 40


@action
def give_consent(
    *,
    by: Viewer,
    person: Person,
    receivers: Iterable[str],
    matter: str = Matter.ANY,
    ends_at: datetime | None,
    given_by: Person,
    way: str,
) -> list[Consent]:
    """Record that a person lets each receiver have their data, from now until ``ends_at``.

    ``given_by`` is the person themselves, a minor who has been judged to understand the matter, or
    a custodian who may see the child's data. In an own session the giver must be the one who is looking.

    :raises Refused: the giver may not decide this, or the recorder does not work with the person.
    """
    _require_recorder(by, person, given_by, way)
    if not may_consent_for(person, given_by, matter, by):
        raise Refused(
            _(
                "Suostumuksen voi antaa ihminen itse, asian ymmärtävä nuori itse "
                "tai huoltaja, joka saa nähdä tiedot."
            )
        )
    if ends_at is not None and ends_at <= by.at:
        raise Refused(_("Suostumuksen viimeinen päivä on jo mennyt. Valitse myöhempi päivä."))
    given = [
        Consent(
            person=person, receiver=receiver, matter=matter, given_by=given_by, way=way, recorded_by=str(by),
            recorded_at=by.at, starts_at=by.at, ends_at=ends_at,
        )
        for receiver in dict.fromkeys(receivers)
    ]  # fmt: skip
    if not given:
        raise Refused(_("Valitse vähintään yksi, jolle tietoja saa jakaa."))
    Consent.objects.bulk_create(given)
    grants.rebuild_for_person(person.pk)
    trail.leave(
        by, "sharing.consent_given", given, subjects=[person], action="consent", matter=matter, way=way,
        receivers=[one.receiver for one in given], given_by=given_by.pk,
    )  # fmt: skip
    return given


@action
def renew_consent(
    *,
    by: Viewer,
    whom: Named,
    custodian: Named | None,
    receivers: Iterable[str],
    matter: str,
    ends_at: datetime | None,
    way: str,
) -> list[Consent]:
    """Record a consent given together with somebody whose family has closed to the worker for want of one.

    Who is meant is typed exactly and nothing is shown. An empty list says only that it could not be recorded;
    that it was tried stays in the trail.
    """
    pair = renewing.meant(by, whom, custodian, matter)
    subjects = [pair.person] if pair else []
    trail.leave(
        by, "sharing.consent_renewed", None, subjects=subjects, action="consent", hash=whom.hash,
        found=pair is not None,
    )  # fmt: skip
    if pair is None:
        return []
    own = [receiver for receiver, _name in renewing.own_holders(by)]
    return give_consent(
        by=by, person=pair.person, receivers=[one for one in receivers if one in own], matter=matter,
        ends_at=ends_at, given_by=pair.giver, way=way,
    )  # fmt: skip


@action
def withdraw_consent(*, by: Viewer, consent: Consent) -> Consent:
    """Withdraw a consent: sharing that rests on it ends this very second. Nothing already written is removed.

    :raises Refused: it is not this viewer's to withdraw.
    """
    if not may_withdraw(by, consent):
        raise Refused(_("Suostumuksen voi perua ihminen itse, sen antaja tai perheen kanssa työskentelevä."))
    _end(by, consent)
    trail.leave(by, "sharing.consent_withdrawn", consent, subjects=[consent.person_id], action="consent")
    return consent


@action
def set_aside_consent(*, by: Viewer, consent: Consent) -> Consent:
    """Not rely on a consent that may have been given under pressure: it ends like any withdrawn one.

    Only the workers of the person know that it was set aside. The giver's own page says what it says of every
    ended consent, because whoever pressed may be looking at that page too.

    :raises Refused: the worker is no authority's, or does not work with the person.
    """
    require_authority(by)
    require_service(by, consent.person_id)
    _end(by, consent, set_aside_by=str(by))
    trail.leave(by, "sharing.consent_set_aside", consent, subjects=[consent.person_id], action="consent")
    return consent


@action
def state_basis(
    *,
    by: Viewer,
    person: Person,
    receiver: str,
    code: str,
    necessity: str,
    ends_at: datetime,
    matter: str = Matter.ANY,
    told_family: bool = True,
    not_told_why: str = "",
) -> LegalBasis:
    """State that a receiver may know without consent: by which section, why it is necessary, until when.

    :raises Refused: the section is not on the list, the necessity is not told, or it is not this worker's.
    """
    require_service(by, person.pk)
    require_authority(by)
    if is_partner(receiver):
        raise Refused(_("Kumppani näkee vain sen, minkä perhe itse avaa. Pyydä perheeltä suostumus."))
    if code not in legal.SECTIONS:
        raise Refused(_("Valitse laki ja pykälä luettelosta."))
    if len(necessity.strip()) < NECESSITY_LENGTH:
        raise Refused(_("Kerro vähintään 40 merkillä, miksi tiedon jakaminen on välttämätöntä."))
    if ends_at <= by.at:
        raise Refused(_("Viimeinen päivä on jo mennyt. Valitse myöhempi päivä."))
    if not told_family and not not_told_why.strip():
        raise Refused(_("Kerro, miksi perheelle ei ole vielä kerrottu."))
    basis = LegalBasis.objects.create(
        person=person, receiver=receiver, matter=matter, code=code, necessity=necessity.strip(),
        decided_by=str(by), decided_at=by.at, told_family=told_family, not_told_why=not_told_why.strip(),
        starts_at=by.at, ends_at=ends_at,
    )  # fmt: skip
    grants.rebuild_for_person(person.pk)
    trail.leave(
        by, "sharing.basis_stated", basis, subjects=[person], action="consent",
        law=code, receiver=receiver, told=told_family,
    )  # fmt: skip
    return basis


@action
def withdraw_basis(*, by: Viewer, basis: LegalBasis) -> LegalBasis:
    """End a legal basis before its time.

    :raises Refused: the ender does not work with the person.
    """
    require_service(by, basis.person_id)
    if LegalBasis.objects.in_force(by.at).filter(pk=basis.pk).update(ends_at=by.at):
        basis.ends_at = by.at
        grants.rebuild_for_person(basis.person_id)
        journal.append("sharing.basis_ended", basis.pk, {"at": by.at.isoformat()}, by.at)
    trail.leave(by, "sharing.basis_ended", basis, subjects=[basis.person_id], action="consent")
    return basis


def _end(by: Viewer, consent: Consent, **more: str) -> None:
    """End a consent this very second and tell those who saw by it. Again changes nothing."""
    seeing = telling.holders_by(by, consent)
    open_still = Consent.objects.filter(pk=consent.pk, withdrawn_at=None)
    if open_still.update(withdrawn_at=by.at, **more):
        consent.withdrawn_at = by.at
        grants.rebuild_for_person(consent.person_id)
        journal.append("sharing.consent_withdrawn", consent.pk, {"at": by.at.isoformat()}, by.at)
        telling.consent_ended(by, consent, seeing)


def _require_recorder(by: Viewer, person: Person, given_by: Person, way: str) -> None:
    if way == Consent.Way.OWN_SESSION:
        if not by.is_client or by.person_id != given_by.pk:
            raise Refused(_("Omassa istunnossa suostumuksen antaa vain istunnon omistaja."))
        return
    require_service(by, person.pk)
