"""Statutory clocks as dated data: which time runs, from what, how long, and by which law. Pure thought.

``rule_on("SHL36-START", day)`` gives the rule in force on a day, ``clock(rule, day)`` when it runs out.
Law changes: a rule is never edited to mean something else, it ends (``valid_until``) and another begins.
The texts are Finnish msgids: whoever shows them passes them through ``gettext``.
"""

from .clocks import Clock, ClosedDays, clock
from .rule import Rule, Start, Unit
from .rules import RULES, NoRule, rule_on, rules_on, rules_starting_from

__all__ = [
    "RULES",
    "Clock",
    "ClosedDays",
    "NoRule",
    "Rule",
    "Start",
    "Unit",
    "clock",
    "rule_on",
    "rules_on",
    "rules_starting_from",
]
