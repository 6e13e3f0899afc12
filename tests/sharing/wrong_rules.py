"""Each clause of the rule on records, made wrong: what is then the case, what is replaced, and by what."""

RULE = {
    "everybody sees content": ("return None if who.sees_content else EVERY", "return None"),
    "no conflict of interest": (
        "    own = Q(Exists(_subjects(person=who.person_id)))\n",
        "    return None\n",
    ),
    "clients are in conflict with themselves": (
        "def conflict(who: Standing) -> Condition:\n    if not who.is_worker:",
        "def conflict(who: Standing) -> Condition:\n    if not who.holders:",
    ),
    "a worker sees what is about a relative": (
        "return own | Q(family__in=who.own_families) if who.own_families else own",
        "return own",
    ),
    "a worker sees what is about themselves elsewhere": (
        "own = Q(Exists(_subjects(person=who.person_id)))",
        "own = NONE",
    ),
    "nobody is kept out as a person": ("return _kept_from(who.out)", "return None"),
    "no office is kept out": ("    kept = _kept_from(who.office_out)\n", "    return None\n"),
    "an emergency does not beat a restriction": (
        "return kept & ~Q(family__in=who.emergencies) if who.emergencies else kept",
        "return kept",
    ),
    "an emergency beats a restriction everywhere": (
        "return kept & ~Q(family__in=who.emergencies) if who.emergencies else kept",
        "return None if who.emergencies else kept",
    ),
    "an emergency beats a restriction on a person": (
        "return _kept_from(who.out)",
        "return _kept_from(who.out) and _kept_from(who.out) & ~Q(family__in=who.emergencies)",
    ),
    "a closed family is open": ("Q(protected) | Q(family__in=out.families)", "Q(protected)"),
    "a protected person is shown": (
        "return Q(protected) | Q(family__in=out.families)",
        "return Q(family__in=out.families)",
    ),
    "a protected person and a closed family only together": (
        "Q(protected) | Q(family__in=out.families)",
        "Q(protected) & Q(family__in=out.families)",
    ),
    "drafts are everybody's": ("return Q(is_draft=True) & ~mine(who)", "return None"),
    "drafts are nobody's": ("return Q(is_draft=True) & ~mine(who)", "return Q(is_draft=True)"),
    "only drafts are seen": ("return Q(is_draft=True) & ~mine(who)", "return Q(is_draft=False) & ~mine(who)"),
    "minors forbid nothing": (
        "    return Exists(RecordSubject.objects.filter(~Q(person",
        "    return None\n    return Exists(RecordSubject.objects.filter(~Q(person",
    ),
    "minors forbid workers": (
        'may be about the minor."""\n    if not who.is_client:',
        'may be about the minor."""\n    if not who.person_id:',
    ),
    "a prohibition for all is for nobody": (
        "from_me = Q(hidden_from=None) | Q(hidden_from=who.person_id)",
        "from_me = Q(hidden_from=who.person_id)",
    ),
    "a prohibition for one is for nobody": (
        "from_me = Q(hidden_from=None) | Q(hidden_from=who.person_id)",
        "from_me = Q(hidden_from=None)",
    ),
    "a prohibition for one is for all": (
        "from_me = Q(hidden_from=None) | Q(hidden_from=who.person_id)",
        "from_me = Q()",
    ),
    "a prohibition on a matter is nothing": (
        'about = Q(record=OuterRef("record_id")) | Q(record=None) & _meets()',
        'about = Q(record=OuterRef("record_id"))',
    ),
    "a prohibition on a record is nothing": (
        'about = Q(record=OuterRef("record_id")) | Q(record=None) & _meets()',
        "about = Q(record=None) & _meets()",
    ),
    "a prohibition on a record is on its matter": ("| Q(record=None) & _meets()", "| _meets()"),
    "a prohibition on a matter is on all": ("| Q(record=None) & _meets()", "| Q(record=None)"),
    "a prohibition is for ever": (
        "Prohibition.objects.in_force(who.at).filter(from_me",
        "Prohibition.objects.filter(from_me",
    ),
    "anybody's prohibition counts": (', about, minor=OuterRef("person_id"))', ", about)"),
    "a prohibition hides from the minor": (
        "filter(~Q(person=who.person_id), Exists(said)",
        "filter(Exists(said)",
    ),
    "own words are everybody's": ("Q(kind=Kind.OWN_WORDS) & ~mine(who)", "NONE & ~mine(who)"),
    "everything is own words": ("Q(kind=Kind.OWN_WORDS) & ~mine(who)", "~mine(who)"),
    "own words are not the author's": ("Q(kind=Kind.OWN_WORDS) & ~mine(who)", "Q(kind=Kind.OWN_WORDS)"),
    "own words cannot be shared to one": (" & ~Q(to_me) & ~Q(to_team)", " & ~Q(to_team)"),
    "own words cannot be shared to the team": (" & ~Q(to_me) & ~Q(to_team)", " & ~Q(to_me)"),
    "own words must be shared twice": (" & ~Q(to_me) & ~Q(to_team)", " & ~(Q(to_me) & Q(to_team))"),
    "the team is everybody": (
        "Exists(shares.filter(holder=TEAM_SHARE)) & _in_team(who)",
        "Exists(shares.filter(holder=TEAM_SHARE))",
    ),
    "a share to anybody is to the team": ("Exists(shares.filter(holder=TEAM_SHARE))", "Exists(shares)"),
    "a share to anybody is to me": (
        "to_me = Exists(shares.filter(holder__in=who.holders))",
        "to_me = Exists(shares)",
    ),
    "a share is for ever": (
        'RecordShare.objects.in_force(who.at).filter(record=OuterRef("pk"))\n    to_me',
        'RecordShare.objects.filter(record=OuterRef("pk"))\n    to_me',
    ),
    "a share of another record counts": (
        'RecordShare.objects.in_force(who.at).filter(record=OuterRef("pk"))\n    to_me',
        "RecordShare.objects.in_force(who.at)\n    to_me",
    ),
    "sensitive is for all": (
        "return Q(is_sensitive=True) & ~mine(who) if who.is_client else None",
        "return None",
    ),
    "sensitive is not for workers": (
        "return Q(is_sensitive=True) & ~mine(who) if who.is_client else None",
        "return Q(is_sensitive=True) & ~mine(who)",
    ),
    "sensitive is not for the author": ("Q(is_sensitive=True) & ~mine(who)", "Q(is_sensitive=True)"),
    "later is now": (
        "return Q(shown_from__gt=who.at) & ~mine(who) if who.is_client else None",
        "return None",
    ),
    "shown from a moment is shown after it": ("Q(shown_from__gt=who.at)", "Q(shown_from__gte=who.at)"),
    "later is later for the author": ("Q(shown_from__gt=who.at) & ~mine(who)", "Q(shown_from__gt=who.at)"),
    "later is later for workers": (
        "Q(shown_from__gt=who.at) & ~mine(who) if who.is_client else None",
        "Q(shown_from__gt=who.at) & ~mine(who)",
    ),
    "internal is for clients": (
        "return Q(is_client_visible=False) & ~mine(who) if who.is_client else None",
        "return None",
    ),
    "internal is not for workers": (
        "Q(is_client_visible=False) & ~mine(who) if who.is_client else None",
        "Q(is_client_visible=False) & ~mine(who)",
    ),
    "internal is not for the author": (
        "Q(is_client_visible=False) & ~mine(who)",
        "Q(is_client_visible=False)",
    ),
    "clients see nothing as themselves": (
        "return _all_covered(who, Q(side=Grant.Side.SELF)) if who.is_client else None",
        "return None",
    ),
    "no ward together with oneself": ("Q(side=Grant.Side.SELF) | as_guardian", "as_guardian"),
    "guardians see nothing of wards": ("Q(side=Grant.Side.SELF) | as_guardian", "Q(side=Grant.Side.SELF)"),
    "guardians need no clearance": ("    if who.unsafe:\n", "    if who.unsafe and False:\n"),
    "work opens to clients": (
        "    if not who.is_worker:\n        return None\n    return _all_covered",
        "    return _all_covered",
    ),
    "work opens nothing": (
        "    return _all_covered(who, Q(side=Grant.Side.WORK, record=None))",
        "    return None",
    ),
    "an invitation opens everything": ("Q(side=Grant.Side.WORK, record=None)", "Q(side=Grant.Side.WORK)"),
    "relatives may be invited": (
        "    if who.is_client:\n        return None\n    return _all_covered(who, Q(side=Grant.Side.WORK",
        "    return _all_covered(who, Q(side=Grant.Side.WORK",
    ),
    "invitations open nothing": (
        '    return _all_covered(who, Q(side=Grant.Side.WORK, record=OuterRef("record_id")))',
        "    return None",
    ),
    "an invitation to one record is to all": ('record=OuterRef("record_id")))', "record__isnull=False))"),
    "guests have whole grounds": (
        'Q(side=Grant.Side.WORK, record=OuterRef("record_id"))',
        "Q(side=Grant.Side.WORK)",
    ),
    "authors see after the team": (
        "return mine(who) & _in_team(who) if who.is_worker else mine(who)",
        "return mine(who)",
    ),
    "authors see nothing": (
        "return mine(who) & _in_team(who) if who.is_worker else mine(who)",
        "return None",
    ),
    "the team is the author": (
        "mine(who) & _in_team(who) if who.is_worker",
        "_in_team(who) if who.is_worker",
    ),
    "an author is one in every post": (
        "Q(author_person=who.person_id, author_post=who.post_id)",
        "Q(author_person=who.person_id)",
    ),
    "an author is whoever has the post": (
        "Q(author_person=who.person_id, author_post=who.post_id)",
        "Q(author_post=who.post_id)",
    ),
    "a share opens nothing": (
        "    return Exists(RecordShare.objects.in_force(who.at).filter(holder__in",
        "    return None\n    return Exists(RecordShare.objects.in_force(who.at).filter(holder__in",
    ),
    "a share opens to workers": (
        'who may be anybody near."""\n    if not who.is_client:\n        return None\n',
        'who may be anybody near."""\n',
    ),
    "a share opens for ever": (
        "Exists(RecordShare.objects.in_force(who.at).filter(holder__in",
        "Exists(RecordShare.objects.filter(holder__in",
    ),
    "a share opens to all": (
        'filter(holder__in=who.holders, record=OuterRef("pk"))',
        'filter(record=OuterRef("pk"))',
    ),
    "a share opens every record": (
        'filter(holder__in=who.holders, record=OuterRef("pk"))',
        "filter(holder__in=who.holders)",
    ),
    "grounds beat denials": (".filter(near or _near(who), *against)", ".filter(near or _near(who))"),
    "one denial is not enough": (
        '    return Record.objects.system("the rule itself").filter(near or _near(who), *against)',
        '    return Record.objects.system("the rule itself").filter(near or _near(who), _any(against))',
    ),
    "one ground is not enough": ("whole |= condition", "whole &= condition"),
    "lists forget what one has written": (
        "            | Q(author_person=who.person_id, author_post=None)\n",
        "",
    ),
    "lists forget what was shared": ("            | Q(pk__in=who.shared)\n", ""),
    "lists forget what was granted": ("Q(family__in=who.granted)\n            |", "NONE |"),
    "without a ground there is one": (
        "Verdict.of(Why[name] for name, holds in (found or {}).items() if holds)",
        "Verdict.of([Why[name] for name, holds in (found or {}).items() if holds] or [Why.AUTHOR])",
    ),
    "grants are for ever": (
        "Grant.objects.in_force(who.at).filter(\n        which,",
        "Grant.objects.filter(\n        which,",
    ),
    "a grant is on every matter": ("        which,\n        _meets(),\n", "        which,\n"),
    "anybody's grant counts": ("        holder__in=who.holders,\n        family", "        family"),
    "a grant counts in every family": ('        family=OuterRef(OuterRef("family_id")),\n', ""),
    "a grant counts for every person": ('        person=OuterRef("person_id"),\n', ""),
    "one subject is enough": (
        "Q(Exists(_subjects())) & ~Q(Exists(_subjects().filter(~Exists(grants))))",
        "Q(Exists(_subjects().filter(Exists(grants))))",
    ),
    "what is about nobody is for all": (
        "Q(Exists(_subjects())) & ~Q(Exists(_subjects().filter(~Exists(grants))))",
        "~Q(Exists(_subjects().filter(~Exists(grants))))",
    ),
    "every ground is a team": ("filter(kind=Ground.Kind.TEAM, holder__in", "filter(holder__in"),
    "everybody's team is mine": (
        "filter(kind=Ground.Kind.TEAM, holder__in=who.holders)",
        "filter(kind=Ground.Kind.TEAM)",
    ),
    "a team is for ever": ("Ground.objects.in_force(who.at).filter(kind=", "Ground.objects.filter(kind="),
    "a team is for every family": ('Exists(grounds.filter(family=OuterRef("family_id")))', "Exists(grounds)"),
    "a grant on all matters is on none": ("Q(matter=Matter.ANY) | Q(matter=asked) |", "Q(matter=asked) |"),
    "a matter does not meet itself": ("Q(matter=Matter.ANY) | Q(matter=asked) |", "Q(matter=Matter.ANY) |"),
    "a record on all matters meets none": (" | Q(Exact(asked, Value(Matter.ANY.value)))", ""),
}
