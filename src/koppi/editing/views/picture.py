"""People, ties, homes and custody."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from koppi.editing.access import workbench_for
from koppi.editing.forms import CustodyForm, EndForm, HomeForm, MemberForm, PersonForm, TieForm
from koppi.families import actions
from koppi.families.new_member import NewMember
from koppi.finding.actions import take_in
from koppi.sharing.actions import members_changed
from koppi.ui.route import route

from .pages import Sheet, filled


@route(needs="professional", audits="sharing.saw")
def picture(request, pk):
    """Show everything that is drawn, with a way to change each thing."""
    bench = workbench_for(request.viewer, pk)
    return render(request, "editing/picture.html", {"bench": bench, "family": bench.family})


@route(needs="professional", audits="families.member_added")
def add_person(request, pk):
    bench = workbench_for(request.viewer, pk)

    def act(form):
        values = dict(form.cleaned_data)
        take_in(by=request.viewer, family=bench.family, new=NewMember(**values))

    sheet = Sheet(_("Lisää ihminen"), _("Lisää perheeseen"), _("Lisätty. Kuva on ajan tasalla."))
    return filled(request, bench, sheet, PersonForm, act)


@route(needs="professional", audits="families.member_changed")
def change_person(request, pk, member):
    bench = workbench_for(request.viewer, pk)
    who = bench.member(member)
    person = who.person

    def act(form):
        of_member, of_person = form.halves()
        actions.change_member(by=request.viewer, member=who, **of_member)
        actions.change_person(by=request.viewer, person=person, **of_person)
        members_changed(by=request.viewer, family=bench.family)

    initial = {
        name: getattr(who if name in MemberForm.MEMBER else person, name) for name in MemberForm.base_fields
    }
    sheet = Sheet(_("Muuta tietoja"), _("Tallenna"), _("Tiedot on muutettu."))
    return filled(request, bench, sheet, MemberForm, act, initial=initial)


@route(needs="professional", audits="families.member_ended")
def end_membership(request, pk, member):
    bench = workbench_for(request.viewer, pk)
    who = bench.member(member)

    def act(form):
        actions.end_membership(by=request.viewer, member=who, on=form.cleaned_data["on"])
        members_changed(by=request.viewer, family=bench.family)

    lead = _("Aiempi aika jää näkyviin historiaan.")
    sheet = Sheet(
        _("Ei kuulu enää perheeseen"), _("Merkitse päättyneeksi"), _("Merkitty."), lead, is_serious=True
    )
    return filled(request, bench, sheet, EndForm, act, initial={"on": request.viewer.today})


@route(needs="professional", audits="families.home_added")
def add_home(request, pk):
    bench = workbench_for(request.viewer, pk)

    def act(form):
        actions.add_home(by=request.viewer, family=bench.family, **_home(bench, form))

    sheet = Sheet(_("Lisää koti"), _("Lisää koti"), _("Koti on lisätty kuvaan."))
    return filled(request, bench, sheet, HomeForm, act, people=bench.people())


@route(needs="professional", audits="families.home_changed")
def change_home(request, pk, home):
    bench = workbench_for(request.viewer, pk)
    place = bench.home(home)

    def act(form):
        actions.change_home(by=request.viewer, home=place, **_home(bench, form))

    initial = {name: getattr(place, name) for name in ("label", "municipality", "address")}
    residents = list(place.residents.all())
    initial["residents"] = [str(row.person_id) for row in residents]
    initial["part"] = next((row.part for row in residents if row.part), "")
    sheet = Sheet(_("Muuta kotia"), _("Tallenna"), _("Koti on muutettu."))
    return filled(request, bench, sheet, HomeForm, act, people=bench.people(), initial=initial)


@route(needs="professional", audits="families.home_changed")
def end_home(request, pk, home):
    bench = workbench_for(request.viewer, pk)
    place = bench.home(home)

    def act(form):
        residents = [(row.person, row.part) for row in place.residents.select_related("person")]
        actions.change_home(
            by=request.viewer, home=place, residents=residents, ends_on=form.cleaned_data["on"]
        )

    sheet = Sheet(_("Tämä koti on päättynyt"), _("Merkitse päättyneeksi"), _("Merkitty."), is_serious=True)
    return filled(request, bench, sheet, EndForm, act, initial={"on": request.viewer.today})


@route(needs="professional", audits="families.tied")
def tie(request, pk):
    bench = workbench_for(request.viewer, pk)

    def act(form):
        actions.tie(by=request.viewer, family=bench.family, **form.cleaned_data)

    lead = _("Lue lause ääneen: kuka on mitä kenelle. Esimerkiksi Raija on isovanhempi Emmalle.")
    sheet = Sheet(_("Lisää suhde"), _("Lisää suhde"), _("Suhde on lisätty kuvaan."), lead)
    return filled(request, bench, sheet, TieForm, act, people=bench.people())


@route(needs="professional", audits="families.untied")
def untie(request, pk, relation):
    bench = workbench_for(request.viewer, pk)
    row = bench.relation(relation)

    def act(form):
        actions.untie(by=request.viewer, relation=row, on=form.cleaned_data["on"])

    sheet = Sheet(_("Suhde on päättynyt"), _("Merkitse päättyneeksi"), _("Merkitty."), is_serious=True)
    return filled(request, bench, sheet, EndForm, act, initial={"on": request.viewer.today})


@route(needs="professional", audits="families.custody_set")
def set_custody(request, pk):
    bench = workbench_for(request.viewer, pk)

    def act(form):
        actions.set_custody(by=request.viewer, **form.cleaned_data)
        members_changed(by=request.viewer, family=bench.family)

    lead = _("Näkymä Kopissa avataan vasta, kun huoltajuus on tarkistettu.")
    sheet = Sheet(_("Merkitse huoltajuus"), _("Tallenna"), _("Huoltajuus on merkitty."), lead)
    return filled(request, bench, sheet, CustodyForm, act, members=bench.members())


@route(needs="professional", audits="families.custody_ended")
def end_custody(request, pk, custody):
    bench = workbench_for(request.viewer, pk)
    row = bench.custody(custody)

    def act(form):
        actions.end_custody(by=request.viewer, custody=row, on=form.cleaned_data["on"])
        members_changed(by=request.viewer, family=bench.family)

    lead = _("Huoltajan näkymä lapsen tietoihin päättyy samana päivänä.")
    sheet = Sheet(
        _("Huoltajuus on päättynyt"), _("Merkitse päättyneeksi"), _("Merkitty."), lead, is_serious=True
    )
    return filled(request, bench, sheet, EndForm, act, initial={"on": request.viewer.today})


def _home(bench, form) -> dict:
    children = {member.person_id for member in bench.members() if member.place == "CHILD"}
    values = {name: form.cleaned_data[name] for name in ("label", "municipality", "address")}
    return values | {"residents": form.housed(children)}
