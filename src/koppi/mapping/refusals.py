"""Why an invitation says no to an answer or to its closing."""

from koppi.refusal import Refused


class Closed(Refused):
    """The invitation takes no answers any more."""


class NotMine(Refused):
    """Somebody else was asked, or has been asked instead."""


class NoSuchOutcome(Refused):
    """What is said to come of the invitation lacks something."""


class NotToBeAsked(Refused):
    """The rule keeps this party from the invitation: no consent covers them, or they must not see it."""
