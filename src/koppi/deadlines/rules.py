"""The limits themselves. To change one: give the old row its last day and write a new row below it."""

from datetime import date

from .rule import Rule, Start, Unit

FINLEX = "https://www.finlex.fi/fi/laki/ajantasa/"
SHL = "Sosiaalihuoltolaki (1301/2014)"
LSL = "Lastensuojelulaki (417/2007)"
OHL = "Oppilas- ja opiskelijahuoltolaki (1287/2013)"
VKL = "Varhaiskasvatuslaki (540/2018)"
JULKL = "Julkisuuslaki (621/1999)"
GDPR = "Yleinen tietosuoja-asetus (EU) 2016/679"
GDPR_URL = "https://eur-lex.europa.eu/legal-content/FI/TXT/?uri=CELEX:32016R0679"
ATL = "Asiakastietolaki (703/2023)"
THL = "Terveyden ja hyvinvoinnin laitos"
THL_LIMITS = "thl.fi: lastensuojelun määräajat ja aikarajat"
SHL_BEGAN, LSL_BEGAN, OHL_BEGAN = date(2015, 4, 1), date(2008, 1, 1), date(2014, 8, 1)


class NoRule(LookupError):
    """No such limit is in force on the asked day."""


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogues; thought knows no language."""
    return text


RULES: tuple[Rule, ...] = (
    Rule(
        code="SHL36-URGENT",
        name=gettext_noop("Kiireellisen avun tarve arvioidaan heti"),
        law=SHL,
        section="36 §",
        url=FINLEX + "2014/20141301#P36",
        starts=Start.PENDING,
        amount=0,
        unit=Unit.AT_ONCE,
        warn=0,
        valid_from=SHL_BEGAN,
        read_in="thl.fi: vireilletulo",
    ),
    Rule(
        code="SHL36-START",
        name=gettext_noop("Lapsen palvelutarpeen arviointi alkaa"),
        law=SHL,
        section="36 §",
        url=FINLEX + "2014/20141301#P36",
        starts=Start.PENDING,
        amount=7,
        unit=Unit.WORKDAYS,
        warn=2,
        valid_from=SHL_BEGAN,
        read_in=THL_LIMITS,
    ),
    Rule(
        code="SHL36-DONE",
        name=gettext_noop("Lapsen palvelutarpeen arviointi on valmis"),
        law=SHL,
        section="36 §",
        url=FINLEX + "2014/20141301#P36",
        starts=Start.PENDING,
        amount=3,
        unit=Unit.MONTHS,
        warn=14,
        valid_from=SHL_BEGAN,
        read_in=THL_LIMITS,
    ),
    Rule(
        code="LSL26-INFORM",
        name=gettext_noop("Lapselle ja huoltajalle kerrotaan lastensuojeluilmoituksesta"),
        law=LSL,
        section="26 §",
        url=FINLEX + "2007/20070417#P26",
        starts=Start.NOTIFICATION,
        amount=7,
        unit=Unit.WORKDAYS,
        warn=2,
        valid_from=SHL_BEGAN,
        read_in=THL_LIMITS,
    ),
    Rule(
        code="SHL45-DECISION",
        name=gettext_noop("Päätös kiireettömästä palvelusta pannaan toimeen"),
        law=SHL,
        section="45 §",
        url=FINLEX + "2014/20141301#P45",
        starts=Start.PENDING,
        amount=3,
        unit=Unit.MONTHS,
        warn=14,
        valid_from=SHL_BEGAN,
    ),
    Rule(
        code="SHL45-URGENT",
        name=gettext_noop("Päätös kiireellisestä palvelusta pannaan toimeen heti"),
        law=SHL,
        section="45 §",
        url=FINLEX + "2014/20141301#P45",
        starts=Start.PENDING,
        amount=0,
        unit=Unit.AT_ONCE,
        warn=0,
        valid_from=SHL_BEGAN,
    ),
    Rule(
        code="LSL30-REVIEW",
        name=gettext_noop("Lastensuojelun asiakassuunnitelma tarkistetaan"),
        law=LSL,
        section="30 §",
        url=FINLEX + "2007/20070417#P30",
        starts=Start.PLAN_MADE,
        amount=1,
        unit=Unit.YEARS,
        warn=30,
        valid_from=LSL_BEGAN,
        read_in="thl.fi: lastensuojelun asiakassuunnitelma",
    ),
    Rule(
        code="LSL12-PLAN",
        name=gettext_noop("Lasten ja nuorten hyvinvointisuunnitelma tarkistetaan"),
        law=LSL,
        section="12 §",
        url=FINLEX + "2007/20070417#P12",
        starts=Start.PLAN_MADE,
        amount=4,
        unit=Unit.YEARS,
        warn=180,
        valid_from=LSL_BEGAN,
        read_in="thl.fi: lasten ja nuorten hyvinvointisuunnitelmat",
    ),
    Rule(
        code="LSL38-END",
        name=gettext_noop("Kiireellinen sijoitus kestää enintään 30 päivää"),
        law=LSL,
        section="38 §",
        url=FINLEX + "2007/20070417#P38",
        starts=Start.PLACEMENT,
        amount=30,
        unit=Unit.DAYS,
        warn=5,
        valid_from=LSL_BEGAN,
        rolls=False,
    ),
    Rule(
        code="LSL38-LONGER",
        name=gettext_noop("Jatkettu kiireellinen sijoitus kestää enintään 60 päivää"),
        law=LSL,
        section="38 §",
        url=FINLEX + "2007/20070417#P38",
        starts=Start.PLACEMENT,
        amount=60,
        unit=Unit.DAYS,
        warn=5,
        valid_from=LSL_BEGAN,
        rolls=False,
    ),
    Rule(
        code="OHL15-TALK",
        name=gettext_noop("Oppilas pääsee keskustelemaan psykologin tai kuraattorin kanssa"),
        law=OHL,
        section="15 §",
        url=FINLEX + "2013/20131287#P15",
        starts=Start.PUPIL_ASKED,
        amount=7,
        unit=Unit.SCHOOLDAYS,
        warn=2,
        valid_from=OHL_BEGAN,
        read_in="espoo.fi: yksilökohtainen opiskeluhuolto",
    ),
    Rule(
        code="OHL15-URGENT",
        name=gettext_noop("Oppilas pääsee kiireellisessä asiassa keskustelemaan heti"),
        law=OHL,
        section="15 §",
        url=FINLEX + "2013/20131287#P15",
        starts=Start.PUPIL_ASKED,
        amount=1,
        unit=Unit.SCHOOLDAYS,
        warn=1,
        valid_from=OHL_BEGAN,
        read_in="espoo.fi: yksilökohtainen opiskeluhuolto",
    ),
    Rule(
        code="VARHL23-REVIEW",
        name=gettext_noop("Lapsen varhaiskasvatussuunnitelma arvioidaan"),
        law=VKL,
        section="23 §",
        url=FINLEX + "2018/20180540#P23",
        starts=Start.PLAN_MADE,
        amount=1,
        unit=Unit.YEARS,
        warn=30,
        valid_from=date(2018, 9, 1),
    ),
    Rule(
        code="JULKL14-ANSWER",
        name=gettext_noop("Tietopyyntöön vastataan kahdessa viikossa"),
        law=JULKL,
        section="14 §",
        url=FINLEX + "1999/19990621#P14",
        starts=Start.INFORMATION_ASKED,
        amount=14,
        unit=Unit.DAYS,
        warn=5,
        valid_from=date(1999, 12, 1),
    ),
    Rule(
        code="JULKL14-WIDE",
        name=gettext_noop("Laajaan tietopyyntöön vastataan kuukaudessa"),
        law=JULKL,
        section="14 §",
        url=FINLEX + "1999/19990621#P14",
        starts=Start.INFORMATION_ASKED,
        amount=1,
        unit=Unit.MONTHS,
        warn=7,
        valid_from=date(1999, 12, 1),
    ),
    Rule(
        code="GDPR12-ANSWER",
        name=gettext_noop("Omia tietojaan pyytäneelle vastataan"),
        law=GDPR,
        section=gettext_noop("12 artikla"),
        url=GDPR_URL,
        starts=Start.DATA_ASKED,
        amount=1,
        unit=Unit.MONTHS,
        warn=7,
        valid_from=date(2018, 5, 25),
    ),
    Rule(
        code="GDPR33-NOTICE",
        name=gettext_noop("Tietoturvaloukkauksesta ilmoitetaan tietosuojavaltuutetulle"),
        law=GDPR,
        section=gettext_noop("33 artikla"),
        url=GDPR_URL,
        starts=Start.BREACH_FOUND,
        amount=72,
        unit=Unit.HOURS,
        warn=1,
        valid_from=date(2018, 5, 25),
    ),
    Rule(
        code="ATL11-LOG",
        name=gettext_noop("Lokitietoja pyytäneelle vastataan"),
        law=ATL,
        section="11 §",
        url=FINLEX + "2023/20230703#P11",
        starts=Start.LOG_ASKED,
        amount=2,
        unit=Unit.MONTHS,
        warn=14,
        valid_from=date(2024, 1, 1),
    ),
    Rule(
        code="THL-HALFYEAR",
        name=gettext_noop("Puolivuotiskauden käsittelyajat ilmoitetaan THL:lle"),
        law=THL,
        section=gettext_noop("Ohje käsittelyaikojen seurannasta"),
        url="https://thl.fi/aiheet/lapset-nuoret-ja-perheet",
        starts=Start.PERIOD_ENDED,
        amount=17,
        unit=Unit.DAYS,
        warn=10,
        valid_from=date(2015, 4, 1),
        read_in="thl.fi: lastensuojelun määräaikojen seuranta",
        rolls=False,
    ),
    Rule(
        code="THL-YEAR",
        name=gettext_noop("Vuoden lastensuojelutilasto ilmoitetaan THL:lle"),
        law=THL,
        section=gettext_noop("Ohje lastensuojelutilastosta"),
        url="https://thl.fi/aiheet/lapset-nuoret-ja-perheet",
        starts=Start.PERIOD_ENDED,
        amount=46,
        unit=Unit.DAYS,
        warn=14,
        valid_from=date(2015, 4, 1),
        read_in="thl.fi: lastensuojelun tilastointiohjeet",
        rolls=False,
    ),
)


def rules_on(day: date) -> tuple[Rule, ...]:
    """Return every rule in force on ``day``."""
    return tuple(rule for rule in RULES if rule.is_in_force(day))


def rules_starting_from(start: Start, day: date) -> tuple[Rule, ...]:
    """Return the rules that begin to run when ``start`` happens on ``day``."""
    return tuple(rule for rule in rules_on(day) if rule.starts is start)


def rule_on(code: str, day: date) -> Rule:
    """Return the rule called ``code`` as it was on ``day``.

    :raises NoRule: there is none, or it was not in force then.
    """
    for rule in rules_on(day):
        if rule.code == code:
            return rule
    raise NoRule(f"{code} {day}")
