"""The rule on records, declared once: each clause of docs/access.md is a function of the viewer's standing.

A clause returns a condition over ``Record``, or None where it cannot apply. ``visible`` makes the set of
them, ``explain`` asks the same clauses about one row. Every exclusion is by literals or NOT EXISTS, because
``NOT IN (NULL)`` is silently never true.
"""

from collections.abc import Callable

from django.db.models import BooleanField, Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.lookups import Exact

from .models import Grant, Ground, Kind, Matter, Prohibition, Record, RecordShare, RecordSubject
from .standing import Out, Standing
from .verdict import Verdict, Why

Condition = Q | Exists | None
Clause = Callable[[Standing], Condition]
EVERY, NONE = Q(pk__isnull=False), Q(pk__in=())
TEAM_SHARE = "t:"


# Against: any of these beats every ground.


def no_content(who: Standing) -> Condition:
    return None if who.sees_content else EVERY


def conflict(who: Standing) -> Condition:
    if not who.is_worker:
        return None
    own = Q(Exists(_subjects(person=who.person_id)))
    return own | Q(family__in=who.own_families) if who.own_families else own


def person_kept_out(who: Standing) -> Condition:
    return _kept_from(who.out)


def office_kept_out(who: Standing) -> Condition:
    if not who.office_out:
        return None
    kept = _kept_from(who.office_out)
    return kept & ~Q(family__in=who.emergencies) if who.emergencies else kept


def draft(who: Standing) -> Condition:
    return Q(is_draft=True) & ~mine(who)


def prohibited(who: Standing) -> Condition:
    """A minor has forbidden it; even to an author, since the words may be about the minor."""
    if not who.is_client:
        return None
    from_me = Q(hidden_from=None) | Q(hidden_from=who.person_id)
    about = Q(record=OuterRef("record_id")) | Q(record=None) & _meets()
    said = Prohibition.objects.in_force(who.at).filter(from_me, about, minor=OuterRef("person_id"))
    return Exists(RecordSubject.objects.filter(~Q(person=who.person_id), Exists(said), record=OuterRef("pk")))


def own_words(who: Standing) -> Condition:
    shares = RecordShare.objects.in_force(who.at).filter(record=OuterRef("pk"))
    to_me = Exists(shares.filter(holder__in=who.holders))
    to_team = Exists(shares.filter(holder=TEAM_SHARE)) & _in_team(who)
    return Q(kind=Kind.OWN_WORDS) & ~mine(who) & ~Q(to_me) & ~Q(to_team)


def sensitive(who: Standing) -> Condition:
    return Q(is_sensitive=True) & ~mine(who) if who.is_client else None


def later(who: Standing) -> Condition:
    return Q(shown_from__gt=who.at) & ~mine(who) if who.is_client else None


def not_for_clients(who: Standing) -> Condition:
    return Q(is_client_visible=False) & ~mine(who) if who.is_client else None


# For: any one of these opens it.


def own_matter(who: Standing) -> Condition:
    return _all_covered(who, Q(side=Grant.Side.SELF)) if who.is_client else None


def ward(who: Standing) -> Condition:
    if not who.is_client:
        return None
    as_guardian = Q(side=Grant.Side.GUARDIAN)
    if who.unsafe:
        as_guardian &= ~Q(person__in=who.unsafe)
    return _all_covered(who, Q(side=Grant.Side.SELF) | as_guardian)


def work(who: Standing) -> Condition:
    if not who.is_worker:
        return None
    return _all_covered(who, Q(side=Grant.Side.WORK, record=None))


def invited(who: Standing) -> Condition:
    if who.is_client:
        return None
    return _all_covered(who, Q(side=Grant.Side.WORK, record=OuterRef("record_id")))


def author(who: Standing) -> Condition:
    return mine(who) & _in_team(who) if who.is_worker else mine(who)


def shared(who: Standing) -> Condition:
    """The author has opened it to this very person, who may be anybody near."""
    if not who.is_client:
        return None
    return Exists(RecordShare.objects.in_force(who.at).filter(holder__in=who.holders, record=OuterRef("pk")))


CLAUSES: dict[Why, Clause] = {
    Why.NO_CONTENT: no_content,
    Why.CONFLICT: conflict,
    Why.PERSON_KEPT_OUT: person_kept_out,
    Why.OFFICE_KEPT_OUT: office_kept_out,
    Why.DRAFT: draft,
    Why.PROHIBITED: prohibited,
    Why.OWN_WORDS: own_words,
    Why.SENSITIVE: sensitive,
    Why.LATER: later,
    Why.NOT_FOR_CLIENTS: not_for_clients,
    Why.SELF: own_matter,
    Why.GUARDIAN: ward,
    Why.WORK: work,
    Why.INVITED: invited,
    Why.AUTHOR: author,
    Why.SHARED: shared,
}


def visible(who: Standing, near: Q | None = None) -> QuerySet[Record]:
    """Return the records this viewer may see; ``near`` says where to look, if not everywhere."""
    grounds = [Q(condition) for _why, condition in _standing_clauses(who, allow=True)]
    return not_denied(who, near).filter(_any(grounds) if grounds else NONE)


def not_denied(who: Standing, near: Q | None = None) -> QuerySet[Record]:
    """Return the records near this viewer that nothing stands against; a ground is still needed."""
    against = [~Q(condition) for _why, condition in _standing_clauses(who, allow=False)]
    return Record.objects.system("the rule itself").filter(near or _near(who), *against)


def ground_of(who: Standing) -> Case:
    """Return the expression of the first ground that opens a record; empty when none does."""
    whens = [
        When(Q(condition), then=Value(why.value)) for why, condition in _standing_clauses(who, allow=True)
    ]
    return Case(*whens, default=Value(""), output_field=CharField())


def explain(who: Standing, record_id) -> Verdict:
    """Ask every clause about one record. A record that does not exist has nothing for it."""
    marks = {
        why.name: Case(When(Q(condition), then=True), default=False, output_field=BooleanField())
        for allow in (False, True)
        for why, condition in _standing_clauses(who, allow=allow)
    }
    found = (
        Record.objects.system("the rule itself").filter(pk=record_id).annotate(**marks).values(*marks).first()
    )
    return Verdict.of(Why[name] for name, holds in (found or {}).items() if holds)


def mine(who: Standing) -> Q:
    """Author: the same person in the same capacity, as themselves or in the same post."""
    if not (who.is_client or who.is_worker):
        return NONE
    return Q(author_person=who.person_id, author_post=who.post_id)


def _standing_clauses(who: Standing, *, allow: bool) -> list[tuple[Why, Q | Exists]]:
    asked = ((why, clause(who)) for why, clause in CLAUSES.items() if why.allows == allow)
    return [(why, condition) for why, condition in asked if condition is not None]


def _near(who: Standing) -> Q:
    """Return where to look at all, from the viewer's own rows, so that no list walks the whole table."""
    if who.is_client:
        return (
            Q(family__in=who.granted)
            | Q(author_person=who.person_id, author_post=None)
            | Q(pk__in=who.shared)
        )
    grounds = Ground.objects.in_force(who.at).filter(holder__in=who.holders)
    return Q(family__in=grounds.values("family"))


def _kept_from(out: Out) -> Condition:
    if not out:
        return None
    protected = Exists(_subjects(person__in=out.persons)) if out.persons else NONE
    return Q(protected) | Q(family__in=out.families)


def _all_covered(who: Standing, which: Q) -> Q:
    """Every subject, and at least one, is covered by a live grant of the viewer in the record's family."""
    grants = Grant.objects.in_force(who.at).filter(
        which,
        _meets(),
        holder__in=who.holders,
        family=OuterRef(OuterRef("family_id")),
        person=OuterRef("person_id"),
    )
    return Q(Exists(_subjects())) & ~Q(Exists(_subjects().filter(~Exists(grants))))


def _in_team(who: Standing) -> Exists:
    grounds = Ground.objects.in_force(who.at).filter(kind=Ground.Kind.TEAM, holder__in=who.holders)
    return Exists(grounds.filter(family=OuterRef("family_id")))


def _subjects(**about) -> QuerySet[RecordSubject]:
    return RecordSubject.objects.filter(record=OuterRef("pk"), **about)


def _meets() -> Q:
    """Matters meet, seen from a row under a subject of the record."""
    asked = OuterRef(OuterRef("matter"))
    return Q(matter=Matter.ANY) | Q(matter=asked) | Q(Exact(asked, Value(Matter.ANY.value)))


def _any(conditions: list[Q]) -> Q:
    whole = conditions[0]
    for condition in conditions[1:]:
        whole |= condition
    return whole
