"""`koppi createadmin NAME --email ADDRESS`: the first administrator of a new county, and the way in."""

from allauth.account.forms import default_token_generator as reset_tokens
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from koppi.people import search
from koppi.people.models import Account, Organisation, Person, Post, Role, Unit
from koppi.people.sectors import Sector
from koppi.people.viewer import Viewer
from koppi.signin.actions import open_account


class Command(BaseCommand):
    help = "Makes the county's own organisation and its first administrator; prints the way in."

    def add_arguments(self, parser):
        parser.add_argument("name", help="given name and family name, in quotes")
        parser.add_argument("--email", required=True)
        parser.add_argument("--username", default="admin")

    @transaction.atomic
    def handle(self, *args, name: str, email: str, username: str, **options):
        if Account.objects.filter(username=username).exists():
            raise CommandError(f"The user name {username} is taken. Choose another with --username.")
        now = timezone.now()
        person = self.person(name, now)
        self.post(person, email, now)
        account = open_account(by=Viewer.system(now), person=person, username=username, email=email)
        key = f"{user_pk_to_url_str(account)}-{reset_tokens.make_token(account)}".split("-", 1)
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": key[0], "key": key[1]})
        self.stdout.write(f"Set the password of {username} here:\n{settings.KOPPI_PUBLIC_URL}{path}")

    def person(self, name: str, now) -> Person:
        given, _, family = name.strip().rpartition(" ")
        person = Person(given_names=given or family, family_name=family if given else "", created_at=now)
        person.search_text = search.text_of(person)
        person.save()
        return person

    def post(self, person: Person, email: str, now) -> Post:
        county = Organisation.objects.filter(kind=Organisation.Kind.COUNTY).first()
        if county is None:
            county = Organisation.objects.create(
                name=settings.KOPPI_COUNTY_NAME_FI, name_sv=settings.KOPPI_COUNTY_NAME_SV,
                kind=Organisation.Kind.COUNTY,
            )  # fmt: skip
        unit, _is_new = Unit.objects.get_or_create(
            organisation=county, name="Kopin pääkäyttö", defaults={"sector": Sector.OTHER_AUTHORITY}
        )
        post = Post(
            person=person, unit=unit, title="pääkäyttäjä", role=Role.ADMIN, email=email,
            starts_on=timezone.localdate(now),
        )  # fmt: skip
        post.search_text = search.text_of_post(post)
        post.save()
        return post
