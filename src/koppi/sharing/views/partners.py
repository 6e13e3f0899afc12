"""The partner's own manager ends the pledge of one of their people."""

from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.people.access import managed_partner_post_for
from koppi.sharing import actions
from koppi.ui.route import route

from .pages import Sheet, confirmed


@route(needs="manager", audits="sharing.pledge_ended")
def end_pledge(request, post):
    """Whoever ends it sees whose pledge it is, never which families were open."""
    row = managed_partner_post_for(request.viewer, post)
    sheet = Sheet(
        heading=_("Päätä vaitiolositoumus"),
        button=_("Päätä sitoumus"),
        done=_("Sitoumus on päätetty ja sen varassa olleet oikeudet on suljettu."),
        back=reverse("people:manage-post", args=[post]),
        lead=f"{row.person.name}, {row.said_title}",
        points=(
            _("Oikeus nähdä perheiden tietoja päättyy heti."),
            _("Vaitiolo jatkuu myös sitoumuksen päätyttyä."),
        ),
        is_serious=True,
    )
    return confirmed(request, sheet, lambda: actions.end_pledge(by=request.viewer, post=row))
