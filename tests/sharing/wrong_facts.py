"""What the rule stands on, made wrong: the viewer's standing and keys, the lists, grants and periods."""

STANDING = {
    "restrictions are for ever": (
        "Restriction.objects.in_force(at).filter(by_keys",
        "Restriction.objects.filter(by_keys",
    ),
    "a key of any kind keeps out": ("Q(kind=kind, kept_out=key)", "Q(kept_out=key)"),
    "every restriction of a kind keeps out": ("Q(kind=kind, kept_out=key)", "Q(kind=kind)"),
    "nobody is kept out as a person": ("return person | post | organisation", "return post | organisation"),
    "no post is kept out": ("return person | post | organisation", "return person | organisation"),
    "no organisation is kept out": ("return person | post | organisation", "return person | post"),
    "a key of any kind is the viewer's": (
        "return (kind, kept_out) in zip(KEY_KINDS, key_values(viewer), strict=True)",
        "return kept_out in key_values(viewer)",
    ),
    "a worker is not a person": ("if viewer.person_id else NOBODY", "if viewer.is_client else NOBODY"),
    "persons and offices change places": ("sides[0 if is_person else 1]", "sides[1 if is_person else 0]"),
    "persons are offices": ("sides[0 if is_person else 1]", "sides[1]"),
    "protected persons are forgotten": ("        persons.add(person)\n", ""),
    "closed families are forgotten": ("        families.add(family)\n", ""),
    "every ground is an emergency": ("filter(kind=Ground.Kind.EMERGENCY, holder__in", "filter(holder__in"),
    "anybody's emergency is mine": (
        "kind=Ground.Kind.EMERGENCY, holder__in=viewer.holders)",
        "kind=Ground.Kind.EMERGENCY)",
    ),
    "an emergency is for ever": (
        "Ground.objects.in_force(viewer.at).filter(kind=",
        "Ground.objects.filter(kind=",
    ),
    "relatives of the past are nobody's": (
        "family for (family,) in rows(_families_of, viewer.person_id)",
        "row.family_id for row in Member.objects.on_day(viewer.today).filter(person=viewer.person_id)",
    ),
    "guardians have no wards": ("if side == Grant.Side.GUARDIAN}", "if side == Grant.Side.WORK}"),
    "no clearance helps": (
        "filter(is_cleared=False, protected__person__in=wards)",
        "filter(protected__person__in=wards)",
    ),
    "safety is for ever": (
        "Restriction.objects.in_force(viewer.at).filter(kind=Restriction.Kind.SAFETY)",
        "Restriction.objects.filter(kind=Restriction.Kind.SAFETY)",
    ),
    "every restriction is about safety": (
        "in_force(viewer.at).filter(kind=Restriction.Kind.SAFETY)",
        "in_force(viewer.at)",
    ),
    "anybody's clearance is mine": (
        'filter(restriction=OuterRef("pk"), holder__in=viewer.holders)',
        'filter(restriction=OuterRef("pk"))',
    ),
    "one clearance is for every restriction": (
        'filter(restriction=OuterRef("pk"), holder__in',
        "filter(holder__in",
    ),
}
ACCESS = {
    "grants are for ever": (
        "live = Grant.objects.in_force(who.at).filter(holder__in",
        "live = Grant.objects.filter(holder__in",
    ),
    "anybody's grant opens": (".filter(holder__in=who.holders, record=None)", ".filter(record=None)"),
    "an invitation opens the family": (
        ".filter(holder__in=who.holders, record=None)",
        ".filter(holder__in=who.holders)",
    ),
    "everybody sees content": ("    if not who.sees_content:\n        return live.none()\n", ""),
    "protected persons open the door": ("        if out.persons:\n", "        if out.persons and False:\n"),
    "a person kept out is not": (
        "((who.out, frozenset()), (who.office_out, who.emergencies))",
        "((who.office_out, who.emergencies),)",
    ),
    "an emergency beats a restriction on a person": (
        "((who.out, frozenset()),",
        "((who.out, who.emergencies),",
    ),
    "an emergency beats nothing": (
        "live.filter(~kept | Q(family__in=beaten_in) if beaten_in else ~kept)",
        "live.filter(~kept)",
    ),
    "guardians need no clearance": (
        "person__in=who.unsafe) if who.unsafe else live",
        "person__in=who.unsafe) if False else live",
    ),
    "the door does not stand": ("    return stands\n", "    return Q()\n"),
    "closed families are open to the person": ("shut = who.out.families | who", "shut = who"),
    "one's own family is one's work": (
        "shut = who.out.families | who.own_families",
        "shut = who.out.families",
    ),
    "closed families are open to the office": ("    if who.office_out.families:\n", "    if False:\n"),
    "an emergency does not open the door": (
        "~Q(pk__in=who.office_out.families) | Q(pk__in=who.emergencies)",
        "~Q(pk__in=who.office_out.families)",
    ),
    "an emergency is known before it happens": (
        "~Q(pk__in=who.office_out.families) | Q(pk__in=who.emergencies)",
        "~Q(pk__in=who.office_out.families - who.emergencies)",
    ),
    "a family's door stands open": (
        "look_at(viewer, _key(pk))\n    if look is None or not look.door.verdict.allowed:",
        "look_at(viewer, _key(pk))\n    if look is None:",
    ),
    "a page needs no door": (
        "look_at(viewer, family.pk)\n    if look is None or not look.door.verdict.allowed:",
        "look_at(viewer, family.pk)\n    if look is None:",
    ),
    "a record's door asks no ground": ("return found[0][0]", 'return found[0][0] or "A1"'),
    "questions about records are not asked": ('seen = seen.filter(pk__in=allowed.values("pk"))', "pass"),
    "questions about families are not asked": (
        "Family.objects.filter(_open_to(Standing.from_literals(*literals), among))",
        "Family.objects.filter(pk__in=among)",
    ),
    "questions about some families are about all": (
        "_open_to(Standing.from_literals(*literals), among)",
        "_open_to(Standing.from_literals(*literals))",
    ),
    "a record's door asks no denial": (
        "rule.not_denied(who, Q(pk=pk, kind=kind))",
        'Record.objects.system("the rule itself").filter(pk=pk, kind=kind)',
    ),
    "newest are all": ("list(open_ones.filter(_open_to(who))[:count])", "list(open_ones[:count])"),
}
GRANTS = {
    "a ground needs no live cover": ("period = meet(lasts, cover.period)", "period = lasts"),
    "a cover needs no live ground": ("period = meet(lasts, cover.period)", "period = cover.period"),
    "the matter is the ground's": (
        "matter = narrower(ground.matter, cover.matter)",
        "matter = ground.matter",
    ),
    "the matter is the cover's": ("matter = narrower(ground.matter, cover.matter)", "matter = cover.matter"),
    "invitations are wide": ("rests_on = (ground.record_id, ", "rests_on = (None, "),
    "the receiver holds": ("yield Row(ground.holder, family_id", "yield Row(cover.receiver, family_id"),
    "a team covers itself": ("COVER_THEMSELVES = (", "COVER_THEMSELVES = (Ground.Kind.TEAM, "),
    "duty covers itself": ("COVER_THEMSELVES = (", "COVER_THEMSELVES = (Ground.Kind.UNIT_DUTY, "),
    "supervision covers itself": ("COVER_THEMSELVES = (", "COVER_THEMSELVES = (Ground.Kind.SUPERVISION, "),
    "invitations cover themselves": ("COVER_THEMSELVES = (", "COVER_THEMSELVES = (Ground.Kind.INVITED, "),
    "an emergency needs cover": (
        "(Ground.Kind.OTHER_AUTHORITY, Ground.Kind.EMERGENCY)",
        "(Ground.Kind.OTHER_AUTHORITY,)",
    ),
    "another authority needs cover": (
        "(Ground.Kind.OTHER_AUTHORITY, Ground.Kind.EMERGENCY)",
        "(Ground.Kind.EMERGENCY,)",
    ),
    "any receiver covers": ("if cover.receiver in reach and meets(", "if meets("),
    "any matter covers": (
        "if cover.receiver in reach and meets(ground.matter, cover.matter)",
        "if cover.receiver in reach",
    ),
    "matters meet only when equal": (
        "return one == other or Matter.ANY in (one, other)",
        "return one == other",
    ),
    "the wider matter": (
        "return other if one == Matter.ANY else one",
        "return one if one == Matter.ANY else other",
    ),
    "children without a birthday are grown": (
        "UNGROWN = (Member.Place.CHILD, Member.Place.UNBORN)",
        "UNGROWN = (Member.Place.UNBORN,)",
    ),
    "the unborn are grown": (
        "UNGROWN = (Member.Place.CHILD, Member.Place.UNBORN)",
        "UNGROWN = (Member.Place.CHILD,)",
    ),
    "any grown member makes one grown": ("any(m.person_id == person_id and m.place", "any(m.place"),
    "one is grown when every membership says so": (
        "any(m.person_id == person_id and m.place not in UNGROWN for m in members)",
        "all(m.place not in UNGROWN for m in members if m.person_id == person_id)",
    ),
    "a birthday does not matter": ("if grown_from is None and any(", "if any("),
    "no grown-up sees their own": (
        "spans = [(Matter.ANY, Period(grown_from, None))] if grown_from else []",
        "spans = []",
    ),
    "everybody is grown": ("Period(grown_from, None))] if grown_from", "Period(EVER, None))] if grown_from"),
    "no minor is capable": ("    if grown_from != EVER:\n", "    if False:\n"),
    "ANY does not say for a matter": (
        "newest_yes([*told[Matter.ANY], *told[matter]])",
        "newest_yes(told[matter])",
    ),
    "a matter is not asked": (
        "newest_yes([*told[Matter.ANY], *told[matter]])",
        "newest_yes(told[Matter.ANY])",
    ),
    "capable in one is capable in all": ("if len(set(map(tuple, by_matter.values()))) == 1:", "if True:"),
    "judgements are all yes": (
        "Period(one.starts_at, one.ends_at), one.is_capable)",
        "Period(one.starts_at, one.ends_at), True)",
    ),
    "judgements are for ever": (
        "Saying(Period(one.starts_at, one.ends_at)",
        "Saying(Period(one.starts_at, None)",
    ),
    "guardians see before it is verified": (
        "filter(child__in=people, may_see_online=True)",
        "filter(child__in=people)",
    ),
    "guardians see the grown": (
        'Period(EVER, grown_from))\n        if period:\n            yield Row(\n                f"p:{custody',
        'Period(EVER, None))\n        if period:\n            yield Row(\n                f"p:{custody',
    ),
    "custody is for ever": (
        "meet(of_days(custody.starts_on, custody.ends_on), Period",
        "meet(of_days(custody.starts_on, None), Period",
    ),
    "custody has always been": (
        "meet(of_days(custody.starts_on, custody.ends_on), Period",
        "meet(of_days(None, custody.ends_on), Period",
    ),
    "the child sees the adult": (
        'f"p:{custody.adult_id}", family_id, child_id',
        'f"p:{child_id}", family_id, custody.adult_id',
    ),
    "consents are never withdrawn": ("earliest(one.ends_at, one.withdrawn_at)", "one.ends_at"),
    "consents end only by withdrawal": ("earliest(one.ends_at, one.withdrawn_at)", "one.withdrawn_at"),
    "a legal basis is for ever": (
        "period = Period(one.starts_at, one.ends_at)\n",
        "period = Period(one.starts_at, None)\n",
    ),
    "a legal basis is no cover": (
        "in LegalBasis.objects.filter(person__in=people):",
        "in LegalBasis.objects.none():",
    ),
    "consent is no cover": ("in Consent.objects.filter(person__in=people):", "in Consent.objects.none():"),
    "a post reaches only its unit": (
        'found[f"e:{post.pk}"] |= _of_unit(post.unit)',
        'found[f"e:{post.pk}"] = _of_unit(post.unit)',
    ),
    "a post reaches only itself": (
        '        found[f"e:{post.pk}"] |= _of_unit(post.unit)\n',
        "        pass\n",
    ),
    "a unit reaches only itself": ('        found[f"u:{unit.pk}"] |= _of_unit(unit)\n', "        pass\n"),
    "a unit does not reach itself": ('frozenset({f"u:{unit.pk}", f"o:', 'frozenset({f"o:'),
    "an organisation is out of reach": (' f"o:{unit.organisation_id}",', ""),
    "a sector is out of reach": (', f"s:{unit.sector}"}', "}"),
}
PERIODS = {
    "the earlier start": ("start = max(period.start", "start = min(period.start"),
    "the later end": ("return min((end for end in ends", "return max((end for end in ends"),
    "periods that do not touch": ("return None if end is not None and end <= start else", "return"),
    "seventeen is grown": ("ADULT_AT = 18", "ADULT_AT = 17"),
    "leaplings wait a month": (
        "midnight(date(born_on.year + ADULT_AT, born_on.month, day))",
        "midnight(date(born_on.year + ADULT_AT, born_on.month + (born_on.day > day), day))",
    ),
    "the day begins at midnight in Greenwich": (
        "datetime.combine(day, time(), HELSINKI)",
        "datetime.combine(day, time(), UTC)",
    ),
    "of two as new the yes stands": (
        "key=lambda one: (one.period.start, not one.says_yes)",
        "key=lambda one: (one.period.start, one.says_yes)",
    ),
    "the oldest judgement stands": ("next((one for one in reversed(sayings)", "next((one for one in sayings"),
    "silence is a yes": (
        "if newest is not None and newest.says_yes:",
        "if newest is None or newest.says_yes:",
    ),
    "a judgement holds at its end": ("at < self.end", "at <= self.end"),
    "a judgement holds after its start": ("return self.start <= at", "return self.start < at"),
}
PERIOD = {
    "nothing holds at its start": ('{f"{start}__lte": at}) & (Q', '{f"{start}__lt": at}) & (Q'),
    "everything holds at its end": ('Q(**{f"{end}__gt": at}))', 'Q(**{f"{end}__gte": at}))'),
    "nothing ends": (' & (Q(**{end: None}) | Q(**{f"{end}__gt": at}))', ""),
    "everything has begun": ('return Q(**{f"{start}__lte": at}) & ', "return "),
    "what has no end has ended": (
        '(Q(**{end: None}) | Q(**{f"{end}__gt": at}))',
        '(Q(**{f"{end}__gt": at}))',
    ),
}
VIEWER = {
    "deputies stand in for nobody": ("(post.holder, *self.stand_ins, *wide)", "(post.holder, *wide)"),
    "a worker is not of a unit": ('wide = (f"u:{post.unit_id}", ', "wide = ("),
    "a worker is not of an organisation": ('f"o:{post.organisation_id}", f"s:', 'f"s:'),
    "a worker is not of a sector": (', f"s:{post.sector}")', ",)"),
    "a worker is a client too": (
        "(post.holder, *self.stand_ins, *wide)",
        '(post.holder, f"p:{self.person_id}", *self.stand_ins, *wide)',
    ),
    "everybody sees content": ("return self.post is None or self.post.role in CONTENT_ROLES", "return True"),
    "partners see no content": (
        'frozenset({"WORKER", "MANAGER", "PARTNER"})',
        'frozenset({"WORKER", "MANAGER"})',
    ),
    "guests are workers": (
        "return self.post is not None",
        "return self.post is not None or self.guest_id is not None",
    ),
}
PEOPLE = {
    "deputies are for ever": (
        "Absence.objects.filter(in_force(at), deputy=deputy_id)",
        "Absence.objects.filter(deputy=deputy_id)",
    ),
    "the absent stand in for their deputies": (
        'deputy=deputy_id).values_list("post_id")',
        'post=deputy_id).values_list("deputy_id")',
    ),
    "everybody stands in": (
        "Absence.objects.filter(in_force(at), deputy=deputy_id)",
        "Absence.objects.filter(in_force(at))",
    ),
}
