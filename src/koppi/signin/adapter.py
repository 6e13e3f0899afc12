"""Where sign-in meets the trail and the house's own rules. Nobody makes an account by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from koppi.people.access import viewer_of
from koppi.people.viewer import Viewer
from koppi.sealing import seal, unseal
from koppi.workdays import local_day

from . import actions, identity
from .access import account_by_work_email, account_of, is_at_work


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in with a user name or a work address; accounts come from an administrator or a worker."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def post_login(self, request, user, **more):
        way = next(iter(request.session.get("account_authentication_methods", [{}])[-1:]), {}).get(
            "method", ""
        )
        actions.signed_in(by=viewer_of(user, request.at), way=way or "password")
        return super().post_login(request, user, **more)

    def authentication_failed(self, request, **credentials) -> None:
        actions.failed(request.at, credentials.get("username") or credentials.get("email") or "")
        super().authentication_failed(request, **credentials)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """One touch comes before typing."""
        return sorted(
            super().get_reauthentication_methods(user), key=lambda one: "webauthn" not in one["url"]
        )

    def logout(self, request) -> None:
        viewer = getattr(request, "viewer", None) or getattr(request, "viewer_behind_lock", None)
        if viewer:
            actions.signed_out(by=viewer)
        super().logout(request)


class SocialAdapter(DefaultSocialAccountAdapter):
    """An organisation's own sign-in opens an account that exists; it never makes one.

    People are joined by a verified work address, never by name: two people of the same name never meet.
    """

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def pre_social_login(self, request, sociallogin) -> None:
        if sociallogin.account.provider == identity.PROVIDER:
            _of_family(request, sociallogin)
            return
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data.get("userinfo", sociallogin.account.extra_data)
        account = claims.get("email_verified") and account_by_work_email(claims.get("email", ""), request.at)
        if account:
            sociallogin.connect(request, account)
            return
        messages.error(
            request, _("Tunnuksellasi ei ole vielä paikkaa Kopissa. Pyydä pääkäyttäjää lisäämään sinut.")
        )
        raise ImmediateHttpResponse(redirect("account_login"))


def _of_family(request, sociallogin) -> None:
    """A family member's identification: it opens their account, is joined to it, or waits for a worker."""
    claims = identity.claims_of(sociallogin.account.extra_data)
    sociallogin.account.extra_data = {}  # who somebody is stands in their own data, once
    if sociallogin.is_existing:
        _known(request, sociallogin)
    elif sociallogin.state.get("process") == AuthProcess.CONNECT:
        if request.viewer is None or not request.viewer.is_client or request.posts:
            raise ImmediateHttpResponse(redirect("account_login"))
        actions.identity_joined(by=request.viewer, person=request.viewer.person_id, how="own")
    elif person := identity.person_of(claims, local_day(request.at)):
        by = Viewer.system(request.at)
        account = account_of(person.pk) or actions.open_own_account(by=by, person=person)
        actions.identity_joined(by=by, person=person.pk, how="code")
        sociallogin.connect(request, account)
    else:
        uid, told = sociallogin.account.uid, identity.Told.of(claims)
        number = actions.keep_stranger(by=Viewer.system(request.at), uid=uid, told=told.written())
        raise ImmediateHttpResponse(render(request, "signin/stranger.html", {"number": number}))


def _known(request, sociallogin) -> None:
    """Whoever has a post comes in by work's own sign-in; a worker's day is not opened from home."""
    sociallogin.account.save(update_fields=["extra_data"])
    if is_at_work([sociallogin.user.person_id], local_day(request.at)):
        messages.error(request, _("Sinulla on työtunnus. Kirjaudu sillä ja valitse sitten omat tietosi."))
        raise ImmediateHttpResponse(redirect("account_login"))


class FactorAdapter(DefaultMFAAdapter):
    """Second factors are sealed at rest and labelled without a personal name."""

    def get_totp_issuer(self) -> str:
        return "Koppi"

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity = super().get_public_key_credential_rp_entity()
        return entity | {"name": settings.KOPPI_COUNTY_NAME_FI}

    def get_public_key_credential_user_entity(self, user) -> dict:
        """A telephone lists its keys by name: the user name tells two members of one family apart."""
        entity = super().get_public_key_credential_user_entity(user)
        return entity | {"name": user.username, "display_name": user.username}
