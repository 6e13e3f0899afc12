"""Rows wait on the shelf and go into the database together, in an order that foreign keys allow."""

from collections import Counter, defaultdict

from django.db import models

from koppi.families.models import Custody, Family, Home, Member, Relation, Resident
from koppi.mapping.models import Invitation, Invitee, PastInvitation
from koppi.own_words.models import OwnView
from koppi.people.models import Absence, Account, Organisation, Person, Post, Unit
from koppi.services.models import ServiceEpisode
from koppi.sharing.models import (
    Capacity,
    Clearance,
    Consent,
    Ground,
    LegalBasis,
    Prohibition,
    Protected,
    Record,
    RecordShare,
    RecordSubject,
    Restriction,
)
from koppi.summary.models import SummaryPart, SummaryVersion
from koppi.teams.models import AgreedStep, Hold, HoldOffer, Team, TeamMember

ORDER = (
    Organisation, Unit, Person, Account, Post, Absence, Family, Member, Home, Resident, Relation, Custody,
    Consent, LegalBasis, Capacity, Restriction, Protected, Clearance, Record, RecordSubject, RecordShare,
    Prohibition, Ground, Team, TeamMember, Hold, HoldOffer, ServiceEpisode, SummaryPart, SummaryVersion,
    OwnView, AgreedStep, Invitation, Invitee, PastInvitation,
)  # fmt: skip
AT_A_TIME = 2000


class Shelf:
    """``counts`` tells how many rows of each kind have gone into the database."""

    def __init__(self):
        self.rows: dict[type[models.Model], list] = defaultdict(list)
        self.counts: Counter[str] = Counter()

    def put(self, row: models.Model):
        self.rows[type(row)].append(row)
        return row

    def store(self) -> None:
        """Write what is on the shelf and empty it."""
        for model in ORDER:
            if rows := self.rows.pop(model, None):
                model._base_manager.bulk_create(rows, batch_size=AT_A_TIME)
                self.counts[model.__name__] += len(rows)
        if self.rows:
            raise LookupError(f"nobody said when to write {list(self.rows)}")
