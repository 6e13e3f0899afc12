"""The story with something in it for every form, and a way to send one without leaving a mark."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.test import Client

from koppi.audit import trail
from koppi.demo import scenery, story
from koppi.drafts import actions as drafts
from koppi.families import actions as families
from koppi.families.new_member import NewMember
from koppi.help_requests import access as help_access
from koppi.help_requests import actions as help_requests
from koppi.help_requests.asked import Asked as HelpAsked
from koppi.help_requests.models import HelpRequest
from koppi.looks import actions as looks
from koppi.looks.models import Sample, SampledLook
from koppi.mapping import actions as mapping
from koppi.mapping import guests
from koppi.mapping.asking import Asked, Consented, Outcome
from koppi.mapping.models import GuestLink, Invitation
from koppi.own_words.models import OwnView
from koppi.people.models import Account, Post
from koppi.services.models import ServiceEpisode
from koppi.sharing import actions as sharing
from koppi.sharing.models import Consent, EmergencyCode, Matter, Restriction
from koppi.signin.access import device_hash, number_hash
from koppi.signin.models import KnownDevice, SecretWords, StrangeIdentity
from koppi.teams import actions as teams
from koppi.welcome import actions as welcome
from koppi.welcome import secret
from koppi.welcome.models import WayIn
from tests import make
from tests.sweep.world import ids_of

NOW = datetime.now(UTC)
TOKEN, CODE = "A" * 22, "123456"
IN, NUMBER, DEVICE, FOUR = "B" * 16, "12345678", "D" * 20, "kettu kuu meri puu"
WORDS = "Tarpeeksi pitkä perustelu, jotta se kelpaa jokaiseen kohtaan."


@dataclass
class World:
    told: story.Told
    ids: dict[str, str]

    @property
    def family(self) -> str:
        return str(self.told.family.pk)


def build() -> World:
    """Tell the story; add an offer, two rows of one child, an opening, a prohibition, a guest."""
    teller = story._Teller(scenery.build(NOW), NOW)
    told = teller.tell()
    anna, petri, family = teller.at_work("anna"), teller.post("petri"), told.family
    onni = told.people["onni"]
    double = families.add_member(
        by=anna, family=family,
        new=NewMember("CHILD", given_names="Onni", family_name="Laine", born_on=onni.born_on),
    )  # fmt: skip
    sharing.members_changed(by=anna, family=family)
    emergency = sharing.open_emergency(
        by=make.a_viewer(make.a_post(unit=teller.post("vera").unit), NOW), family=family,
        code=EmergencyCode.values[0], reason=WORDS, is_reauthenticated=True,
    )  # fmt: skip
    prohibition = sharing.prohibit(
        by=teller.at_home("emma"), minor=told.people["emma"], matter=Matter.HEALTH, reason="",
        hidden_from=told.people["raija"],
    )  # fmt: skip
    offer = teams.offer_hold(by=anna, family=family, to=petri, words="x")
    keys = {kind: keys[0] for kind, keys in ids_of(told).items() if keys}
    keys |= {
        "offer": offer.pk, "emergency": emergency.pk, "prohibition": prohibition.pk,
        "double": double.person_id, "onni": onni.pk, "sanna_person": told.people["sanna"].pk,
        "unit": teller.post("petri").unit_id, "part": _part(told),
        **_invited(teller, told), **_begun(teller, told),
        **{handle: teller.post(handle).pk for handle in ("anna", "petri", "liisa", "vera", "amina")},
        **_guarded(teller, told), **_closed(teller, told), **_asked(teller), **_looked(teller, told),
        **_welcomed(teller, told),
    }  # fmt: skip
    running = ServiceEpisode.objects.filter(state="RUNNING", record__family=family)
    keys["service"] = running.order_by("starts_on").last().record_id
    return World(told, {kind: str(key) for kind, key in keys.items()})


def _looked(teller, told) -> dict:
    """Petri has looked twice: one look is asked about, the other not; a look of anna's is to be checked."""
    sanna, family = told.people["sanna"], told.family
    first, other = (
        trail.saw(teller.at_work("petri"), "sharing.saw", family, subjects=[family, sanna]) for _ in range(2)
    )
    asked = looks.ask_about(by=teller.at_home("sanna"), person=sanna.pk, entry=first.pk, words=WORDS)
    sample = Sample.objects.create(week=NOW.date(), seed="x", percent=1, size=1, out_of=1, drawn_at=NOW)
    drawn = SampledLook.objects.create(sample=sample, entry=first.pk, looked_at=NOW, post=teller.post("anna"))
    return {"look": other.pk, "question": asked.pk, "drawn": drawn.pk}


def _part(told) -> str:
    """A service about one child alone."""
    of_child = ServiceEpisode.objects.filter(record__subjects__person=told.people["onni"], provider="")
    return next(one.record_id for one in of_child.order_by("name") if one.record.subjects.count() == 1)


def _invited(teller, told) -> dict:
    """A second invitation: amina has not answered the first, and a guest is asked here."""
    anna, sanna = teller.at_work("anna"), told.people["sanna"]
    start = mapping.begin(by=anna, family=told.family)
    asked = [Asked(teller.post("liisa")), Asked(guest_name="N", guest_role="r", guest_email="n@x.example")]
    invitation = mapping.invite(
        by=anna, family=told.family, subjects=[sanna], to=asked, about="x", duty_shown_at=start.duty_shown_at,
        permission=Consented({sanna.pk: sanna}, Consent.Way.WITH_WORKER, anna.today + timedelta(days=90)),
    )  # fmt: skip
    guest = invitation.invitees.exclude(guest_name="").get()
    GuestLink.objects.update_or_create(
        invitee=guest,
        defaults={
            "token_hash": guests.hash_of(TOKEN), "code": CODE, "expires_at": NOW + timedelta(days=3),
        },
    )  # fmt: skip
    first = Invitation.objects.get(pk=told.invitation_id)
    return {
        "invited": first.invitees.get(post__person__account__username="petri").pk,
        "unanswered": invitation.invitees.exclude(post=None).get().pk,
        "first": first.pk,
        "second": invitation.pk,
        "guest": guest.pk,
    }


def _begun(teller, told) -> dict:
    """Invitations being written: for the family, by law, and from contact data alone."""
    anna = teller.at_work("anna")
    starts = {
        kind: mapping.begin(by=anna, family=None if kind == "bare" else told.family)
        for kind in ("start", "lawful", "bare")
    }
    drafts.save(by=anna, key=f"kutsu-keta:{starts['lawful'].pk}", fields={"permission": ["LAW"]})
    return {kind: start.pk for kind, start in starts.items()}


def _guarded(teller, told) -> dict:
    """A hidden place, another authority's worker, a partner's without a pledge, one without an account."""
    anna, people = teller.at_work("anna"), told.people
    safety = sharing.restrict(
        by=anna, kind=Restriction.Kind.SAFETY, family=told.family, protected=[people["onni"]],
        cause=Restriction.Cause.VIOLENCE, review_on=anna.today + timedelta(days=90), cleared=[str(anna)],
        asked_by=people["sanna"],
    )  # fmt: skip
    newcomer = Post.objects.create(
        person=make.a_person("Uusi", "Tekijä"), unit=teller.post("petri").unit, title="kuraattori",
        role="WORKER", starts_on=anna.today,
    )  # fmt: skip
    make.a_post("lastenhoitaja", unit=teller.post("liisa").unit)
    authority = make.a_post("rikoskomisario", unit=make.a_unit(sector="POLICE"))
    helper = make.a_post("tukihenkilö", unit=teller.post("amina").unit, role="PARTNER")
    Account.objects.filter(person=helper.person).update(username="newhelper")
    return {"newhelper": helper.pk, "safety": safety.pk, "newcomer": newcomer.pk, "authority": authority.pk}


def _closed(teller, told) -> dict:
    """An invitation that has led to what it led to."""
    anna, family = teller.at_work("anna"), told.family
    raija = told.people["raija"]
    start = mapping.begin(by=anna, family=family)
    invitation = mapping.invite(
        by=anna, family=family, subjects=[raija], to=[Asked(teller.post("maria"))], about="x",
        duty_shown_at=start.duty_shown_at,
        permission=Consented({raija.pk: raija}, Consent.Way.WITH_WORKER, anna.today + timedelta(days=90)),
    )  # fmt: skip
    outcome = Outcome("NOTHING_NOW", "", "Kerrottiin.", anna.today + timedelta(days=60), None, [], "")
    mapping.close(by=anna, invitation=invitation, outcome=outcome)
    return {"closed": invitation.pk, "closed_place": invitation.invitees.get().pk}


def _asked(teller) -> dict:
    """A request whose word pair is known, one that is answered, and one that is offered to maria."""
    asker = help_access.asker_of(uuid4(), NOW)
    said = HelpAsked(once=str(uuid4()), asker="PARENT", text="x", way="HERE")
    asked, words = help_requests.ask(by=asker, asked=said)
    offered = HelpRequest.objects.get(taken_by=teller.post("petri"))
    help_requests.hand_over(by=teller.at_work("petri"), request=offered, to=teller.post("maria"))
    answered = HelpRequest.objects.get(taken_by=teller.post("anna"))
    return {"asked": asked.pk, "words": words, "offered_help": offered.pk, "answered_help": answered.pk}


def _welcomed(teller, told) -> dict:
    """A link to come in by, an identification that waits, and a child's device with its words."""
    family, sanna, emma = told.family, told.people["sanna"], told.people["emma"]
    made = welcome.make_way(by=teller.at_work("anna"), family=family, person=sanna, given="SCREEN")
    hashes = {"token_hash": secret.hash_of(IN), "digits_hash": secret.digits_hash(IN, CODE)}
    WayIn.objects.filter(pk=made.way.pk).update(**hashes)
    ends = NOW + timedelta(days=3)
    StrangeIdentity.objects.create(
        provider="family", uid="x", uid_hash="x", number_hash=number_hash(NUMBER), made_at=NOW,
        told='{"name": "S K", "born_on": null}', expires_at=ends,
    )  # fmt: skip
    SecretWords.objects.create(account=emma.account, words_hash=make_password(FOUR), made_at=NOW)
    KnownDevice.objects.create(
        account=emma.account, token_hash=device_hash(DEVICE), made_at=NOW, expires_at=ends
    )
    own = OwnView.objects.filter(person=sanna, record__author_post=None, taken_back_at=None)
    return {"sanna_words": own.first().record_id}


def signed_in(handle: str, **more) -> Client:
    """Return a browser of one of the cast; of nobody for an empty handle."""
    client = Client(raise_request_exception=False, **more)
    if handle == "asker":
        session = client.session
        asked = HelpRequest.objects.filter(text__isnull=False, taken_by=None).latest("asked_at")
        session["asker"] = {"request": str(asked.pk), "seen": datetime.now(UTC).timestamp(), "words": ""}
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    elif handle == "device":
        client.cookies["koppi_device"] = DEVICE
    elif handle:
        account = Account.objects.get(username=handle)
        client.force_login(account, "django.contrib.auth.backends.ModelBackend")
    return client


# What may be written although nothing is changed: the trail, sessions, drafts, counters.
MAY_BE_WRITTEN = (
    "audit_", "django_session", "drafts_", "site_cache", "usersessions_", "mapping_guestlink",
    "help_requests_knock", "welcome_wayin", "signin_knowndevice",
    "people_account",
)  # fmt: skip


class Watch:
    """Remembers which tables anything was written into."""

    def __init__(self):
        self.tables = {
            f'"{model._meta.db_table}"' for model in apps.get_models(include_auto_created=True)
            if not model._meta.db_table.startswith(MAY_BE_WRITTEN)
        }  # fmt: skip
        self.written: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self.written += [table for table in self.tables if table in sql.partition("WHERE")[0]]
        return execute(sql, params, many, context)


def send(client: Client, path: str, data: dict, look=lambda: None):
    """Post as a page's form does, and undo it; return the answer, whether it changed rows, what ``look`` saw.

    An accepted form may change what it likes, so only after a refusal the rows are compared.
    """
    watch = Watch()
    with transaction.atomic():
        with connection.execute_wrapper(watch):
            answer = client.post(path, {"csrfmiddlewaretoken": "x"} | data)
        changed = answer.status_code >= 400 and bool(watch.written) and rows() != rows.before
        seen = look()
        transaction.set_rollback(True)
    return answer, changed, seen


def rows() -> dict[str, list]:
    """Return every row of every table of the content."""
    models = [m for m in apps.get_models() if not m._meta.db_table.startswith(MAY_BE_WRITTEN)]
    return {m._meta.label: list(m._base_manager.order_by("pk").values_list()) for m in models}
