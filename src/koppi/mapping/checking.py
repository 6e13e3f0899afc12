"""What must hold before an invitation is sent; each refusal is a sentence that says what to do."""

from datetime import date

from django.conf import settings
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from koppi import neutral_words
from koppi.families.models import Family, Member
from koppi.people.models import Account, Organisation, Person
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing.models import Restriction
from koppi.workdays import add_months

from . import periods
from .asking import Asked, ByLaw, Slot


class NobodyInvited(Refused):
    """An invitation needs somebody to ask."""


class TooMany(Refused):
    """More people were asked than sit round one table."""


class NotTheirs(Refused):
    """This worker's post or organisation may not do it this way."""


class BadDays(Refused):
    """The days of the invitation do not make sense."""


def require_inviter(by: Viewer) -> None:
    """:raises NotTheirs: the viewer is no professional who works with families."""
    if not by.is_worker or not by.sees_content:
        raise NotTheirs(_("Kutsun voi tehdä vain perheiden kanssa työskentelevä ammattilainen."))


def check_asked(by: Viewer, family: Family, to: list[Asked]) -> None:
    """:raises Refused: nobody, too many, twice the same, oneself, or somebody of the family as a guest."""
    if not to:
        raise NobodyInvited(_("Valitse ainakin yksi, jonka kutsut."))
    if len(to) > periods.MOST_INVITED:
        raise TooMany(_("Kutsu enintään 8. Muut voivat tulla mukaan myöhemmin."))
    keys = [asked.key for asked in to]
    if len(set(keys)) != len(keys):
        raise NobodyInvited(_("Sama kutsuttu on mukana kahdesti. Poista toinen."))
    if by.post.holder in keys:
        raise NobodyInvited(_("Olet itse mukana kutsujana. Poista oma nimesi kutsuttavista."))
    if _of_family(family, [asked.guest_email for asked in to if asked.is_guest]):
        raise NobodyInvited(_("Yksi vieraista ei voi saada kutsua sähköpostiin. Poista hänet kutsuttavista."))


def _of_family(family: Family, emails: list[str]) -> bool:
    """Tell whether an address is of the family, or of somebody kept out of it: a link is no back door."""
    wanted = {email.strip().casefold() for email in emails if email.strip()}
    if not wanted:
        return False
    members = Member.objects.filter(family=family).values("person")
    kept = Restriction.objects.filter(family=family, kept_out__startswith="p:").values_list(
        "kept_out", flat=True
    )
    people = Person.objects.filter(pk__in=members) | Person.objects.filter(pk__in=[key[2:] for key in kept])
    own = people.annotate(mail=Lower("email")).filter(mail__in=wanted)
    accounts = Account.objects.filter(person__in=people.values("pk")).annotate(mail=Lower("email"))
    return own.exists() or accounts.filter(mail__in=wanted).exists()


def check_days(by: Viewer, answer_by: date, reassess_on: date, times: list[Slot]) -> None:
    """:raises BadDays: a day is past, or so far that it is a slip of the pen."""
    if answer_by < by.today:
        raise BadDays(_("Vastauspäivä on menneisyydessä. Valitse tuleva päivä."))
    if answer_by > add_months(by.today, 2):
        raise BadDays(_("Vastauspäivä on yli kahden kuukauden päässä. Valitse lähempi päivä."))
    if reassess_on <= answer_by:
        raise BadDays(_("Tilanne arvioidaan uudelleen vasta vastausten jälkeen. Valitse myöhempi päivä."))
    if reassess_on > periods.latest_reassessment(by.today):
        raise BadDays(_("Uudelleenarviointi on yli kahden vuoden päässä. Valitse lähempi päivä."))
    if len(times) > periods.MOST_TIMES:
        raise BadDays(_("Ehdota enintään kolmea aikaa."))
    if any(slot.ends_at <= slot.starts_at or slot.starts_at <= by.at for slot in times):
        raise BadDays(_("Ehdotettu aika on mennyt tai päättyy ennen alkua. Tarkista ajat."))


def check_mode(by: Viewer, mode: str, is_social_worker: bool) -> None:
    """:raises NotTheirs: a request by the Social Welfare Act is a social worker's alone.

    Source: sosiaalihuoltolaki (1301/2014) 41 §.
    """
    if mode == "SHL41" and not is_social_worker:
        raise NotTheirs(_("Sosiaalihuoltolain 41 §:n mukaisen pyynnön tekee sosiaalityöntekijä."))


def check_texts(mode: str, texts: dict[str, str]) -> None:
    """:raises Refused: a free invitation without its paragraph, or a personal identity code in a text."""
    if mode != "MINIMAL" and not texts["about"]:
        raise Refused(_("Kirjoita muutamalla sanalla, mitä toivot yhdessä katsottavan."))
    if any(neutral_words.holds_identity_code(text) for text in texts.values()):
        raise Refused(_("Poista henkilötunnus. Emme tarvitse sitä tässä."))


def allows_legal_ground(by: Viewer) -> bool:
    """Tell whether this worker's organisation has switched on invitations without consent.

    Without it, or in an installation that has switched them off, the family is always asked first.
    """
    if by.post is None or not by.post.is_authority or by.post.role == "PARTNER":
        return False
    if not settings.KOPPI_LEGAL_GROUND_WITHOUT_CONSENT:
        return False
    return Organisation.objects.filter(pk=by.post.organisation_id, allows_legal_ground=True).exists()


def check_law(by: Viewer, law: ByLaw) -> None:
    """:raises NotTheirs: the organisation does not allow inviting without consent."""
    if not allows_legal_ground(by):
        raise NotTheirs(_("Organisaatiosi ei salli kutsua ilman suostumusta. Kysy ensin perheeltä."))
    if len(law.necessity.strip()) < periods.SHORTEST_NECESSITY:
        raise NotTheirs(_("Kerro vähintään 40 merkillä, miksi tiedon jakaminen on välttämätöntä."))
