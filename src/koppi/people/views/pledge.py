"""A partner's worker signs the pledge of secrecy; an administrator writes down one signed on paper."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.people import access, actions, pledges
from koppi.people.forms import PaperPledgeForm, PledgeForm
from koppi.ui.route import route

from . import sent
from .manage import _form_page, _saved


@route(needs="professional", audits="people.pledge_signed")
def sign(request):
    """Show the pledge in its present wording, and when it was signed or a place to sign it."""
    post = access.own_partner_post(request.viewer)
    form = PledgeForm(sent(request))
    if form.is_valid():
        actions.sign_pledge(by=request.viewer, version=pledges.CURRENT)
        messages.success(
            request, _("Vaitiolositoumus on allekirjoitettu. Perheet voivat nyt avata sinulle tietoja.")
        )
        return redirect("people:pledge")
    page = {"form": form, "post": post, "text": pledges.TEXTS[pledges.CURRENT], "version": pledges.CURRENT}
    return render(request, "people/pledge.html", page, status=422 if form.is_bound else 200)


@route(needs="admin", audits="people.pledge_signed")
def on_paper(request, pk):
    """Write down a pledge signed on paper."""
    post = access.managed_partner_post_for(request.viewer, pk)
    form = PaperPledgeForm(sent(request), today=request.viewer.today)
    if _saved(request, form, actions.record_pledge, post=post):
        return redirect("people:manage-post", pk=pk)
    back = reverse("people:manage-post", args=[pk])
    return _form_page(request, form, _("Paperilla allekirjoitettu vaitiolositoumus"), back)
