"""The door of one family and the page behind it, made wrong."""

LOOK = {
    "everybody sees content": ("sees_content=viewer.sees_content,", "sees_content=True,"),
    "no conflict of interest": (
        "is_conflicted=viewer.is_worker and any(member.person_id == viewer.person_id for member in members)",
        "is_conflicted=False",
    ),
    "clients are in conflict with themselves": ("is_conflicted=viewer.is_worker and", "is_conflicted="),
    "closed families are open to the person": ("family_id in out.families", "False"),
    "closed families are open to the office": ("family_id in office_out.families", "False"),
    "there are no emergencies": (
        'has_emergency=any(way.ground == "EMERGENCY" for way in ways)',
        "has_emergency=False",
    ),
    "every ground is an emergency": (
        'any(way.ground == "EMERGENCY" for way in ways)',
        "any(way.ground for way in ways)",
    ),
    "nobody is protected from the person": ("        out=out.persons,\n", ""),
    "nobody is protected from the office": ("        office_out=office_out.persons,\n", ""),
    "guardians need no clearance": ("unsafe=frozenset(wards.intersection(shut))", "unsafe=frozenset()"),
    "no clearance helps a guardian": (
        "unsafe=frozenset(wards.intersection(shut))",
        "unsafe=frozenset(wards)",
    ),
    "every restriction is about safety": (
        "for row in restrictions if row.kind == Restriction.Kind.SAFETY and not row.is_cleared)",
        "for row in restrictions if not row.is_cleared)",
    ),
    "nobody works": ("is_worker=viewer.is_worker,", "is_worker=False,"),
    "everybody works": ("is_worker=viewer.is_worker,", "is_worker=True,"),
    "no clearance shows a place": ("for row in safety if not row.is_cleared) - {", "for row in safety) - {"),
    "every clearance hides a place": (
        "for row in safety if not row.is_cleared) - {",
        "for row in safety if row.is_cleared) - {",
    ),
    "one's own place is hidden": (" - {self.viewer.person_id}", ""),
    "every restriction hides a place": (
        "if row.kind == Restriction.Kind.SAFETY and row.person)",
        "if row.person)",
    ),
    "records forget the person kept out": ("            out=out,\n", ""),
    "records forget the office kept out": ("            office_out=office_out,\n", ""),
    "records forget emergencies": ("here if self.door.has_emergency else frozenset()", "frozenset()"),
    "every family is an emergency": ("here if self.door.has_emergency else frozenset()", "here"),
    "records forget safety": ("            unsafe=frozenset(self.door.unsafe),\n", ""),
    "grants are for ever": ("Grant.objects.in_force(at).filter(holder", "Grant.objects.filter(holder"),
    "anybody's grant opens": (
        "filter(holder__in=holders, family=family_id, record=None)",
        "filter(family=family_id, record=None)",
    ),
    "a grant opens every family": (
        "filter(holder__in=holders, family=family_id, record=None)",
        "filter(holder__in=holders, record=None)",
    ),
    "an invitation opens the family": ("family=family_id, record=None)", "family=family_id)"),
    "restrictions are for ever": (
        "live = Restriction.objects.in_force(at).order_by()",
        "live = Restriction.objects.order_by()",
    ),
    "restrictions of other families are forgotten": (
        'by_keys(keys)).values("pk").union(live.filter(family=family_id).values("pk"), of_people)',
        'family=family_id).values("pk").union(of_people)',
    ),
    "protections of the members are forgotten": (
        'live.filter(family=family_id).values("pk"), of_people)',
        'live.filter(family=family_id).values("pk"))',
    ),
    "anybody's clearance is mine": (
        'filter(restriction=OuterRef("pk"), holder__in=holders)',
        'filter(restriction=OuterRef("pk"))',
    ),
    "one clearance is for every restriction": (
        'filter(restriction=OuterRef("pk"), holder__in=holders)',
        "filter(holder__in=holders)",
    ),
    "every restriction is about the viewer": (
        "if is_key_of(viewer, row.kind, row.kept_out)]",
        "if row.kept_out]",
    ),
}
VERDICT = {
    "grounds beat denials": (
        "if against or not clauses else",
        "if len(against) == len(clauses) else",
    ),
    "an emergency shows nobody": (
        "(frozenset() if self.has_emergency else frozenset(self.office_out))",
        "frozenset(self.office_out)",
    ),
    "an emergency shows everybody": (
        "return frozenset(self.out) | (frozenset() if self.has_emergency else frozenset(self.office_out))",
        "return frozenset() if self.has_emergency else frozenset(self.out) | frozenset(self.office_out)",
    ),
    "the person is kept from nobody": ("frozenset(self.out) | (", "frozenset() | ("),
    "protected persons open the door": ("if way.person not in self.hidden and not", "if not"),
    "guardians need no clearance": (" and not self._is_unsafe(way)]", "]"),
    "everybody sees content": ("            (Why.NO_CONTENT, not self.sees_content),\n", ""),
    "no conflict of interest": ("            (Why.CONFLICT, self.is_conflicted),\n", ""),
    "closed families are open to the person": (
        "            (Why.PERSON_KEPT_OUT, self.is_person_kept_out),\n",
        "",
    ),
    "closed families are open to the office": ("            (Why.OFFICE_KEPT_OUT, shut),\n", ""),
    "an emergency does not open the door": (
        "shut = self.is_office_kept_out and not self.has_emergency",
        "shut = self.is_office_kept_out",
    ),
    "clients change the picture": ("works = self.is_worker and any(", "works = any("),
    "any ground changes the picture": (
        "any(way.ground in CHANGING for way in self.open_ways)",
        "bool(self.open_ways)",
    ),
    "no ground changes the picture": ("any(way.ground in CHANGING for way in self.open_ways)", "False"),
    "a closed door lets one change": ("return works and self.verdict.allowed", "return works"),
    "a protected person lets one change": (
        "any(way.ground in CHANGING for way in self.open_ways)",
        "any(way.ground in CHANGING for way in self.ways)",
    ),
    "an emergency lets one change": (
        "        if self.has_emergency:\n            return without_emergency(self).may_change\n",
        "",
    ),
    "after an emergency nobody changes": ("return without_emergency(self).may_change", "return False"),
    "supervisors change nothing": (
        "way.ground in CHANGING for way in self.open_ways",
        'way.ground in ("TEAM", "UNIT_DUTY") for way in self.open_ways',
    ),
    "duty changes nothing": (
        "way.ground in CHANGING for way in self.open_ways",
        'way.ground in ("TEAM", "SUPERVISION") for way in self.open_ways',
    ),
    "guests know contact data": ('if self.is_worker or way.side != "WORK")', ")"),
    "workers know no contact data": ('if self.is_worker or way.side != "WORK")', 'if way.side != "WORK")'),
    "clearance is asked for all work": ('return way.side == "GUARDIAN" and way.person', "return way.person"),
}
SIGHT = {
    "whoever is kept out is told of it": ("if row.id not in mine\n        and not", "if not"),
    "what was inherited is told": ("        and not row.is_inherited\n", ""),
    "everybody is told of restrictions": (
        "and (look.door.may_change or (look.viewer.is_client and row.asked_by == look.viewer.person_id))",
        "",
    ),
    "who asked for a restriction is not told": (
        "(look.door.may_change or (look.viewer.is_client and row.asked_by == look.viewer.person_id))",
        "look.door.may_change",
    ),
    "every relative is told of restrictions": (
        "look.viewer.is_client and row.asked_by == look.viewer.person_id",
        "look.viewer.is_client",
    ),
    "no worker is told of restrictions": ("(look.door.may_change or (look.viewer", "((look.viewer"),
    "contact data of all ways": ("*door.known}) & shown", "*(way.person for way in door.ways)}) & shown"),
    "one's own contact data are hidden": (
        "frozenset({viewer.person_id, *door.known})",
        "frozenset(door.known)",
    ),
    "contact data of the protected": ("*door.known}) & shown", "*door.known, *door.hidden})"),
    "records without a ground are shown": (
        "for pk, code in found if code}",
        'for pk, code in ((pk, code or "A1") for pk, code in found)}',
    ),
    "records of other families are shown": (
        "rule.not_denied(who, Q(family=family_id))",
        "rule.not_denied(who, None)",
    ),
}
