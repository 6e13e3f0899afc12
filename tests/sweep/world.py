"""The story with a secret planted in every place a secret can be, and who may see which."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from koppi.demo import scenery, story
from koppi.families.models import Custody, Home, Member, Relation
from koppi.help_requests import actions as help_requests
from koppi.help_requests.models import Duty, Handover, HelpRequest, Line, Queue
from koppi.mapping.models import Invitation, Invitee, ProposedTime
from koppi.own_words.models import OwnView
from koppi.people.models import Account, Organisation, Person, Unit
from koppi.services.models import ServiceEpisode
from koppi.sharing.models import Capacity, Consent, Ground, LegalBasis, Restriction
from koppi.summary.models import SummaryPart
from koppi.teams import actions as teams
from koppi.teams.models import AgreedStep, HoldOffer, TeamMember

NOW = datetime.now(UTC)
UNKNOWN = "00000000-0000-4000-8000-000000000000"
# Who answers requests for help; in the team or not, nobody else meets a word of them.
ANSWERING = {"anna", "petri", "maria", "satu"}
REQUESTS = ("asked", "askedname", "askedcontact", "askedline", "askedoffer")
TEAM = {"anna", "petri", "maria", "liisa", "satu"}
CAST = (*sorted(TEAM), "amina", "sanna", "mikko", "emma", "raija", "kaisa", "tomi", "ylva", "vera")


@dataclass(frozen=True)
class World:
    """The planted story; ``secrets`` is what each category's token is."""

    told: story.Told
    secrets: dict[str, str]
    ids: dict[str, list[str]]

    @property
    def family(self):
        return self.told.family


def build(mark: str = "KN") -> World:
    """Tell the story, add an open offer of the hold, and plant a token into every secret."""
    teller = story._Teller(scenery.build(NOW), NOW)
    told = teller.tell()
    teams.offer_hold(by=teller.at_work("anna"), family=told.family, to=teller.post("petri"), words="x")
    taken = HelpRequest.objects.get(taken_by__person__account__username="petri")
    help_requests.hand_over(by=teller.at_work("petri"), request=taken, to=teller.post("maria"))
    secrets = plant(told, mark)
    return World(told, secrets, ids_of(told))


def plant(told: story.Told, mark: str) -> dict[str, str]:
    """Write a token into every field that may be a secret; another mark changes them all."""
    tokens = {}

    def token(category: str) -> str:
        tokens[category] = f"{mark}{category}"
        return tokens[category]

    family, members = told.family, Member.objects.filter(family=told.family)
    for handle, person in told.people.items():
        Person.objects.filter(pk=person.pk).update(
            family_name=token(f"name{handle}"), phone=token(f"phone{handle}")[:30]
        )
    type(family).objects.filter(pk=family.pk).update(name=token("family"), municipality=token("municipality"))
    members.update(word=token("word"), note=token("note"))
    Relation.objects.filter(family=family).update(words=token("tie"))
    Home.objects.filter(family=family).update(label=token("home"), address=token("address"))
    Custody.objects.filter(child__memberships__family=family).update(verified_from=token("verified"))
    OwnView.objects.filter(record__family=family).update(text=token("words"))
    SummaryPart.objects.filter(record__family=family).update(text=token("summary"))
    ServiceEpisode.objects.filter(record__family=family).update(
        name=token("service"), reason=token("reason"), provider=token("provider"), source=token("source")
    )
    AgreedStep.objects.filter(record__family=family).update(
        what=token("step"), goal=token("goal"), place=token("place"), who=token("who")
    )
    TeamMember.objects.filter(team__family=family).update(task=token("task"))
    Restriction.objects.filter(family=family).update(
        words=token("restriction"), appeal_contact=token("appeal")
    )
    Capacity.objects.filter(minor__memberships__family=family).update(words=token("capacity"))
    HoldOffer.objects.filter(family=family).update(words=token("offer"))
    invitations = Invitation.objects.filter(record__family=family)
    invitations.update(about=token("about"), strengths=token("strengths"))
    Invitee.objects.filter(invitation__in=invitations).update(why=token("why"))
    Invitee.objects.filter(invitation__in=invitations).exclude(message="").update(message=token("message"))
    HelpRequest.objects.update(text=token("asked"), name=token("askedname"), contact=token("askedcontact"))
    Line.objects.update(text=token("askedline"))
    Handover.objects.update(words=token("askedoffer"))
    return tokens


def may_see(handle: str) -> set[str] | None:
    """Return the categories this member of the cast may meet anywhere, or None for every one of them."""
    if handle in TEAM or handle == "sanna":
        return None
    names = {f"name{one}" for one in told_names()}
    picture = names | {"family", "word", "note", "tie", "home", "address", "municipality", "words", "task"}
    return {
        "amina": {"about", "strengths", "why", "message"},
        # Those at home see the common picture of their own family, and what is about themselves.
        "emma": picture | {"phoneemma"},
        "raija": picture | {"phoneraija"},
        "mikko": {"namemikko", "phonemikko"},
    }.get(handle, set())


def told_names() -> tuple[str, ...]:
    return tuple(story.PEOPLE)


def forbidden_to(world: World, handle: str) -> dict[str, str]:
    """Return the tokens that must not reach this member of the cast."""
    allowed = may_see(handle)
    if allowed is None:
        allowed = world.secrets.keys() - REQUESTS
    if handle in ANSWERING:
        allowed = allowed | set(REQUESTS)
    return {category: token for category, token in world.secrets.items() if category not in allowed}


def ids_of(told: story.Told) -> dict[str, list[str]]:
    """Return the keys of everything in the story, by the name an address gives them."""
    family = told.family
    of_record = {"record__family": family}
    return {
        "family": [str(family.pk)],
        "person": [str(person.pk) for person in told.people.values()],
        "member": _keys(Member.objects.filter(family=family)),
        "home": _keys(Home.objects.filter(family=family)),
        "relation": _keys(Relation.objects.filter(family=family)),
        "custody": _keys(Custody.objects.filter(child__memberships__family=family)),
        "team_member": _keys(TeamMember.objects.filter(team__family=family)),
        "step": _keys(AgreedStep.objects.filter(**of_record)),
        "offer": _keys(HoldOffer.objects.filter(family=family)),
        "service": _keys(ServiceEpisode.objects.filter(**of_record), "record"),
        "own_view": _keys(OwnView.objects.filter(**of_record), "record"),
        "invitation": _keys(Invitation.objects.filter(**of_record)),
        "invitee": _keys(Invitee.objects.filter(invitation__record__family=family)),
        "time": _keys(ProposedTime.objects.filter(invitation__record__family=family)),
        "consent": _keys(Consent.objects.filter(person__memberships__family=family)),
        "basis": _keys(LegalBasis.objects.filter(person__memberships__family=family)),
        "restriction": _keys(Restriction.objects.filter(family=family)),
        "capacity": _keys(Capacity.objects.filter(minor__memberships__family=family)),
        "ground": _keys(Ground.objects.filter(family=family)),
        "help_request": _keys(HelpRequest.objects.all()),
        "queue": _keys(Queue.objects.all()),
        "duty": _keys(Duty.objects.all()),
        "post": _keys(TeamMember.objects.filter(team__family=family), "post"),
        "organisation": _keys(Organisation.objects.all()),
        "unit": _keys(Unit.objects.all()),
    }


def _keys(rows, column: str = "pk") -> list[str]:
    return [str(key) for key in rows.order_by("pk").values_list(column, flat=True)[:3]]


def signed_in(handle: str | None) -> Client:
    """Return a browser in which this member of the cast has signed in."""
    client = Client(raise_request_exception=True)
    if handle:
        client.force_login(Account.objects.get(username=handle), "django.contrib.auth.backends.ModelBackend")
    return client


def patterns() -> list[tuple[str, list[str]]]:
    """Return the full name and the parameters of every address of our own."""
    return sorted(_patterns(get_resolver(), "", []))


def _patterns(resolver: URLResolver, namespace: str, above: list[str]):
    for entry in resolver.url_patterns:
        names = [*above, *entry.pattern.regex.groupindex]
        if isinstance(entry, URLResolver):
            yield from _patterns(
                entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace, names
            )
        elif isinstance(entry, URLPattern) and entry.callback.__module__.startswith("koppi."):
            yield f"{namespace}{entry.name}", names


def addresses(world: World, filled: dict) -> list[tuple[str, str]]:
    """Return (name, path) of every address with keys of the story in it; ``filled`` tells what goes where.

    :raises KeyError: an address has a parameter nobody has said the keys of.
    """
    found = []
    for name, parameters in patterns():
        for chosen in _choices(world, name, parameters, filled):
            found.append((name, reverse(name, kwargs=chosen)))
    return found


def _choices(world: World, name: str, parameters: list[str], filled: dict):
    if not parameters:
        return [{}]
    lists = {parameter: _values(world, name, parameter, filled) for parameter in parameters}
    count = max(len(values) for values in lists.values())
    return [{key: values[i % len(values)] for key, values in lists.items()} for i in range(count)]


def _values(world: World, name: str, parameter: str, filled: dict) -> list:
    kind = filled.get(f"{name}.{parameter}") or filled.get(f"{name.split(':')[0]}.{parameter}")
    if kind is None:
        raise KeyError(f"{name}: say in tests/sweep what goes into <{parameter}>")
    return world.ids[kind] if isinstance(kind, str) else list(kind)


CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|[0-9a-f]{32}|data-session="\d+"'
    r"|kl(?:o|\.) \d+(?:[.:]\d+)?|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)


def still(response) -> tuple[int, str]:
    """Return status and text without keys and without what changes by itself."""
    return response.status_code, CHANGING.sub("", response.content.decode("utf-8", "replace"))
