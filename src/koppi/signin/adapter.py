"""Where sign-in meets the trail and the house's own rules. Nobody makes an account by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from koppi.people.access import viewer_of
from koppi.sealing import seal, unseal

from . import actions
from .access import account_by_work_email


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

    def logout(self, request) -> None:
        if getattr(request, "viewer", None):
            actions.signed_out(by=request.viewer)
        super().logout(request)


class SocialAdapter(DefaultSocialAccountAdapter):
    """An organisation's own sign-in opens an account that exists; it never makes one.

    People are joined by a verified work address, never by name: two people of the same name never meet.
    """

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def pre_social_login(self, request, sociallogin) -> None:
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
