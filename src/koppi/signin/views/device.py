"""A shared device: handing it over, giving it back, closing it for everybody."""

import re

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from koppi.refusal import NotVisible
from koppi.signin import actions, shared_device
from koppi.ui.back import way_back
from koppi.ui.route import route

FORGET_PAGES, FORGET_ALL = '"cache", "storage"', '"cache", "cookies", "storage"'


@route(needs="professional", audits="signin.device_handed_over")
@require_POST
def hand_over(request):
    """Lock the worker's session away and give the device to a member of the family."""
    actions.handed_over(by=request.viewer)
    back, token = way_back(request), request.POST.get("token", "")
    shared_device.hand_over(request, back)
    is_link = re.fullmatch(r"[0-9A-Z]{16}", token)
    to = redirect(f"/tervetuloa/{token}/") if is_link else redirect("account_login")
    return _forgetting(to, FORGET_PAGES)


@route(needs="public", audits="signin.out")
@require_POST
def give_back(request):
    """End the visit of whoever has the device; the worker finds their own lock."""
    _need_shared(request)
    _signed_out(request)
    to = "signin:lock" if shared_device.give_back(request) else "account_login"
    return _forgetting(redirect(to), FORGET_PAGES)


@route(needs="public", audits="signin.out")
@require_POST
def close(request):
    """End everybody's session on this device, and have the browser forget all it has seen."""
    _need_shared(request)
    _signed_out(request)
    shared_device.close_for_everybody(request)
    request.viewer = None
    return _forgetting(render(request, "signin/closed.html"), FORGET_ALL)


def _need_shared(request) -> None:
    if not shared_device.is_shared(request):
        raise NotVisible


def _signed_out(request) -> None:
    if request.viewer is not None:
        actions.signed_out(by=request.viewer)


def _forgetting(response: HttpResponse, what: str) -> HttpResponse:
    response.headers["Clear-Site-Data"] = what
    return response
