"""What people may say about an invitation; everything is checked here before an action is tried."""

from .answering import CodeForm, LightsForm, PassForm
from .closing import AgainForm, CloseForm, ListFilter
from .permission import AboutForm, ContactForm, LawForm, consented_by
from .what import DaysForm, WhatForm
from .whom import AskForm

__all__ = [
    "AboutForm",
    "AgainForm",
    "AskForm",
    "CloseForm",
    "CodeForm",
    "ContactForm",
    "DaysForm",
    "LawForm",
    "LightsForm",
    "ListFilter",
    "PassForm",
    "WhatForm",
    "consented_by",
]
