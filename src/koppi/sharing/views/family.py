"""The sharing of one family: consents, legal bases, grounds, another authority for a time."""

from django.contrib import messages
from django.forms import Form
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koppi.sharing import actions, why
from koppi.sharing.authorities import authority_post, authority_posts
from koppi.sharing.desk import Desk, desk_for
from koppi.sharing.forms import AuthorityForm, BasisForm, ConsentForm
from koppi.ui.route import route

from .pages import Sheet, checked, confirmed, filled


@route(needs="any", audits="sharing.saw")
def show(request, pk):
    """Show what is shared with whom and why, to whoever may open the family."""
    desk = desk_for(request.viewer, pk)
    return render(request, "sharing/show.html", {"desk": desk, "family": desk.family, "sight": desk.sight})


@route(needs="professional", audits="sharing.saw")
def givers(request, pk):
    """Choose with whom a consent is gone through: each one decides alone, never beside the other parent."""
    desk = desk_for(request.viewer, pk, to_change=True)
    return render(request, "sharing/givers.html", {"family": desk.family, "givers": desk.giver_rows()})


@route(needs="professional", audits="sharing.consent_given")
def consent(request, pk, giver):
    """Write down a consent together with the one who gives it; it is read through once more before saving."""
    desk = desk_for(request.viewer, pk, to_change=True)
    decider = desk.giver(giver)
    people = desk.decided_by(decider)

    def act(form):
        said = form.cleaned_data
        actions.give_consent(
            by=request.viewer, person=desk.person(said["person"]), receivers=said["receivers"],
            matter=said["matter"], ends_at=form.ends_at, way=said["way"],
            given_by=decider,
        )  # fmt: skip

    sheet = Sheet(
        heading=_("Suostumus: %(who)s päättää") % {"who": decider.first_name},
        button=_("Tallenna suostumus"),
        done=_("Suostumus on tallennettu ja voimassa heti."),
        back=_back(desk),
        lead=_(
            "Käykää tämä läpi kahden. Suostumuksen voi perua milloin vain, ja peruminen tulee voimaan heti."
        ),
        more={"family": desk.family},
    )
    return checked(
        request, sheet, ConsentForm, act, lambda form: _consent_lines(desk, decider.name, form),
        people=people, receivers=desk.receivers(), today=request.viewer.today,
    )  # fmt: skip


@route(needs="professional", audits="sharing.consent_withdrawn")
def withdraw(request, pk, consent):
    desk = desk_for(request.viewer, pk, to_change=True)
    row = desk.consent(consent)
    sheet = Sheet(
        heading=_("Peru suostumus"),
        button=_("Peru suostumus"),
        done=_("Suostumus on peruttu. Jakaminen päättyi heti."),
        back=_back(desk),
        lead=_("Kun suostumus perutaan, sen varassa olevat näkymät sulkeutuvat heti."),
        points=(_("Mitä on jo kirjattu, ei poisteta."), _("Uuden suostumuksen voi antaa milloin vain.")),
        is_serious=True,
    )
    return confirmed(request, sheet, lambda: actions.withdraw_consent(by=request.viewer, consent=row))


@route(needs="professional", audits="sharing.consent_set_aside")
def set_aside(request, pk, consent):
    """Not rely on a consent that may have been given under pressure."""
    desk = desk_for(request.viewer, pk, to_change=True)
    row = desk.consent(consent)
    sheet = Sheet(
        heading=_("Suostumukseen ei luoteta"),
        button=_("Älä luota suostumukseen"),
        done=_("Suostumusta ei enää käytetä. Jakaminen päättyi heti."),
        back=_back(desk),
        lead=_("Merkitse näin, jos epäilet, että joku painosti antamaan suostumuksen."),
        points=(
            _("Suostumuksen varassa olevat näkymät sulkeutuvat heti."),
            _("Perhe näkee vain, että suostumus on päättynyt. Merkinnän näkee perheen tiimi."),
            _("Kysy myöhemmin kahden kesken, mitä hän itse haluaa."),
        ),
        is_serious=True,
    )
    return confirmed(request, sheet, lambda: actions.set_aside_consent(by=request.viewer, consent=row))


@route(needs="professional", audits="sharing.basis_stated")
def basis(request, pk):
    """State that the law lets a receiver know without consent."""
    desk = desk_for(request.viewer, pk, to_change=True)

    def act(form):
        said = form.cleaned_data
        actions.state_basis(
            by=request.viewer, person=desk.person(said["person"]), receiver=said["receiver"],
            matter=said["matter"], code=said["code"], necessity=said["necessity"], ends_at=form.ends_at,
            told_family=said["told_family"], not_told_why=said["not_told_why"],
        )  # fmt: skip

    sheet = Sheet(
        heading=_("Jakaminen lain perusteella"),
        button=_("Tallenna peruste"),
        done=_("Peruste on tallennettu."),
        back=_back(desk),
        lead=_("Käytä tätä vain, kun suostumusta ei voi kysyä ja laki sallii jakamisen."),
        points=(_("Kerro perheelle, mitä jaetaan, kenelle ja miksi."),),
        more={"family": desk.family},
    )  # fmt: skip
    people = [(str(card.id), card.name) for card in desk.people]
    return filled(
        request,
        sheet,
        BasisForm,
        act,
        people=people,
        receivers=desk.authorities(),
        today=request.viewer.today,
    )


@route(needs="professional", audits="sharing.basis_ended")
def end_basis(request, pk, basis):
    desk = desk_for(request.viewer, pk, to_change=True)
    row = desk.basis(basis)
    sheet = Sheet(
        heading=_("Päätä lain peruste"),
        button=_("Päätä peruste"),
        done=_("Peruste on päätetty. Jakaminen päättyi heti."),
        back=_back(desk),
        lead=_("Kun peruste päättyy, sen varassa olevat näkymät sulkeutuvat heti."),
        is_serious=True,
    )
    return confirmed(request, sheet, lambda: actions.withdraw_basis(by=request.viewer, basis=row))


@route(needs="professional", audits="sharing.saw")
def find_authority(request, pk):
    """Find the other authority's worker by name, title or unit."""
    desk = desk_for(request.viewer, pk, to_change=True)
    words = request.POST.get("words", "")[:80].strip()
    found = authority_posts(request.viewer, words) if words else None
    page = {"family": desk.family, "words": words, "found": found}
    return render(request, "sharing/find_authority.html", page)


@route(needs="professional", audits="sharing.authority_admitted")
def authority(request, pk, post):
    """Let a named worker of another authority see the family for a time."""
    desk = desk_for(request.viewer, pk, to_change=True)
    worker = authority_post(request.viewer, post)

    def act(form):
        said = form.cleaned_data
        actions.open_for_authority(
            by=request.viewer, family=desk.family, post=worker, code=said["code"], reason=said["reason"],
            ends_at=form.ends_at, tells_family=said["tells_family"], not_told_why=said["not_told_why"],
        )  # fmt: skip

    sheet = Sheet(
        heading=_("Toinen viranomainen määräajaksi"),
        button=_("Anna oikeus"),
        done=_("Oikeus on annettu ja se päättyy itsestään."),
        back=_back(desk),
        lead=_("%(who)s, %(unit)s, näkee perheen tiedot valittuun päivään asti. Hän ei voi muuttaa mitään.")
        % {"who": worker.person.name, "unit": worker.unit.said_name},
        more={"family": desk.family},
    )
    return filled(request, sheet, AuthorityForm, act, today=request.viewer.today)


@route(needs="professional", audits="sharing.authority_told")
@require_POST
def tell_authority(request, pk, ground):
    """Tell the family now of another authority's right."""
    desk = desk_for(request.viewer, pk, to_change=True)
    actions.tell_family_of_authority(by=request.viewer, ground=desk.untold_ground(ground))
    messages.success(request, _("Perheelle on kerrottu toisen viranomaisen oikeudesta."))
    return redirect(_back(desk))


@route(needs="professional", audits="sharing.ground_ended")
def end_ground(request, pk, ground):
    """End another authority's right, or one's own emergency opening; a team ends its members' itself."""
    desk = desk_for(request.viewer, pk)
    row = desk.passing_ground(ground)
    sheet = Sheet(
        heading=_("Päätä oikeus nähdä"),
        button=_("Päätä oikeus"),
        done=_("Oikeus on päätetty."),
        back=_back(desk) if desk.sight.may_change else reverse("front"),
        lead=_("Oikeus nähdä perheen tiedot päättyy heti."),
        is_serious=True,
    )
    return confirmed(request, sheet, lambda: actions.end_ground(by=request.viewer, ground=row))


def _back(desk: Desk) -> str:
    return reverse("sharing:show", args=[desk.family.pk])


def _consent_lines(desk: Desk, giver: str, form: Form) -> dict:
    """What is about to be saved, in the words of the form."""
    said = form.cleaned_data
    names = dict(desk.receivers())
    return {
        "rows": [
            (_("Kenen tietoja"), desk.person(said["person"]).first_name),
            (_("Kuka antaa"), giver),
            (_("Kenen kanssa"), ", ".join(names[one] for one in said["receivers"])),
            (_("Mistä asiasta"), dict(form.fields["matter"].choices)[said["matter"]]),
            (_("Kuinka kauan"), why.since(desk.viewer.at, form.ends_at)),
        ],
    }
