"""The rows that every answer needs, by prepared questions."""

from uuid import UUID

from django.db.models import QuerySet

from koppi.people.prepared import found, rows
from koppi.sharing.models import RecordSubject

from .models import Invitation, Invitee, ProposedTime, SuitingTime

WITH_PEOPLE = ("inviter__person", "inviter__unit__organisation")


def place_with_inviter(pk: UUID) -> Invitee | None:
    """Return a place in a grid with its invitation and whoever made that."""
    return next(iter(found(_place_with_inviter, pk)), None)


def place_again(pk: UUID) -> Invitee | None:
    """Return a place in a grid as it stands now."""
    return next(iter(found(_place, pk)), None)


def locked(pk: UUID) -> Invitation:
    """Return the invitation as it stands now; nobody else changes it until this transaction ends."""
    return found(_locked, pk)[0]


def subjects_of(invitation: Invitation) -> list[UUID]:
    """Return the persons the invitation is about."""
    return [person for (person,) in rows(_subjects, invitation.record_id)]


def times_of(invitation: Invitation) -> list[ProposedTime]:
    """Return the times the inviter proposes, the earliest first."""
    return found(_times, invitation.pk)


def suited(invitee: Invitee) -> set[UUID]:
    """Return the proposed times that suit whoever was asked."""
    return {time for (time,) in rows(_suited, invitee.pk)}


def lights_of(invitation: Invitation) -> list[str]:
    """Return whether each of those who are still asked is available; empty without an answer."""
    return [light for (light,) in rows(_lights, invitation.pk)]


def _place_with_inviter(pk: UUID) -> QuerySet[Invitee]:
    return _place(pk).select_related(*(f"invitation__{path}" for path in WITH_PEOPLE))


def _place(pk: UUID) -> QuerySet[Invitee]:
    return Invitee.objects.filter(pk=pk)


def _locked(pk: UUID) -> QuerySet[Invitation]:
    return Invitation.objects.select_for_update().filter(pk=pk)


def _subjects(record_id: UUID) -> QuerySet:
    return RecordSubject.objects.filter(record=record_id).values_list("person_id")


def _times(pk: UUID) -> QuerySet[ProposedTime]:
    return ProposedTime.objects.filter(invitation=pk)


def _suited(pk: UUID) -> QuerySet:
    return SuitingTime.objects.filter(invitee=pk).values_list("time_id")


def _lights(pk: UUID) -> QuerySet:
    asked = Invitee.objects.filter(invitation=pk, passed_to=None, not_for_me_at=None)
    return asked.values_list("available")
