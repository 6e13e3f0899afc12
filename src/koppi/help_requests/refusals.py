"""Why something about a request is refused; each says what to do next."""

from koppi.refusal import Refused


class TakenByAnother(Refused):
    """Exactly one takes a request."""


class Over(Refused):
    """The request has been finished or withdrawn meanwhile."""


class NotInHand(Refused):
    """Only whoever has taken the request, or acts for them, does this."""


class NobodyNamed(Refused):
    """Passing on needs a named receiver: nobody is turned away."""


class NotAnswered(Refused):
    """A request is never finished without an answer."""


class NoQueue(Refused):
    """The county has no queue yet."""


class NotYours(Refused):
    """The queue is not the viewer's to manage."""
