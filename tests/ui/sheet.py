"""Every component on pages of invented content, drawn without the rest of the house."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace as Plain
from zoneinfo import ZoneInfo

from django import forms
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory

from koppi.ui.sectors import SECTORS
from koppi.ui.timeline import window_around

NOW = datetime(2025, 12, 2, 9, 14, tzinfo=ZoneInfo("Europe/Helsinki"))
TODAY = NOW.date()
LIGHTS = [("GREEN", "Kyllä"), ("YELLOW", "Osittain"), ("RED", "En nyt")]
ENGINE = DjangoTemplates(
    {
        "NAME": "sheet",
        "DIRS": [Path(__file__).parent / "pages"],
        "APP_DIRS": True,
        "OPTIONS": {},
    }
)


class AnswerForm(forms.Form):
    knows = forms.ChoiceField(
        label="Onko sinulla tietoa, josta on nyt apua?",
        choices=LIGHTS,
        widget=forms.RadioSelect,
        help_text="Et kirjoita tietoja tähän. Kerrot ne tapaamisessa.",
        error_messages={"required": "Valitse, onko sinulla tietoa."},
    )
    joins = forms.ChoiceField(label="Voitko tulla mukaan?", choices=LIGHTS, widget=forms.RadioSelect)
    who = forms.ChoiceField(
        label="Kuka sinä olet?",
        widget=forms.RadioSelect,
        choices=[("c", "Lapsi tai nuori"), ("p", "Vanhempi")],
    )
    times = forms.MultipleChoiceField(
        label="Mikä aika sopii sinulle?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "ke 10.12. klo 14–15"), ("2", "to 11.12. klo 9–10")],
        help_text="Valitse kaikki, jotka käyvät.",
    )
    language = forms.ChoiceField(
        label="Asiointikieli",
        widget=forms.RadioSelect,
        required=False,
        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
    )
    phone = forms.CharField(
        label="Puhelinnumerosi",
        error_messages={"required": "Kerro puhelinnumero tai valitse toinen yhteystapa."},
    )
    email = forms.EmailField(label="Sähköposti")
    place = forms.ChoiceField(
        label="Paikkakunta", choices=[("", "Valitse"), ("1", "Kivilahti")], required=False
    )
    until = forms.DateField(label="Vastaa viimeistään", widget=forms.DateInput(attrs={"type": "date"}))
    message = forms.CharField(
        label="Viesti Annalle", widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=60
    )
    agrees = forms.BooleanField(label="Perhe tietää kutsusta", help_text="Perhe saa tiedon kutsusta heti.")
    shows = forms.BooleanField(label="Näytä tiimille", required=False)


class FilterForm(forms.Form):
    name = forms.CharField(label="Nimi tai paikka", required=False)
    sector = forms.ChoiceField(label="Toimiala", required=False, choices=[("", "Kaikki")])
    mine = forms.BooleanField(label="Vain omat", required=False)


def item(label: str, current: bool = False, count: int | None = None) -> Plain:
    return Plain(label=label, url=f"/{len(label)}/", is_current=current, count=count)


def services() -> list[Plain]:
    def one(sector, name, who, state, starts, ends, label, when):
        return Plain(
            sector=sector, name=name, who=who, state=state, starts=starts, ends=ends, label=label, when=when
        )

    return [
        one(
            "EDUCATION",
            "Perusopetus, luokka 3B",
            "Emma · Kivilahden koulu",
            "RUNNING",
            date(2023, 8, 1),
            None,
            "jatkuu",
            "Elokuusta 2023, jatkuu",
        ),
        one(
            "STUDENT_WELFARE",
            "Koulukuraattori",
            "Emma · Petri Niemi",
            "RUNNING",
            date(2025, 10, 10),
            date(2026, 4, 1),
            "jatkuu",
            "Lokakuusta 2025, jatkuu",
        ),
        one(
            "YOUTH",
            "Taidekerho",
            "Emma · Nuorisotalo Ankkuri",
            "RUNNING",
            date(2025, 9, 6),
            date(2026, 6, 1),
            "jatkuu",
            "Syyskuusta 2025, jatkuu",
        ),
        one(
            "ECEC",
            "Varhaiskasvatus",
            "Onni · Päiväkoti Käpylinna",
            "RUNNING",
            date(2023, 1, 1),
            None,
            "jatkuu",
            "Tammikuusta 2023, jatkuu",
        ),
        one(
            "HEALTH",
            "Lastenneuvola",
            "Onni · terveydenhoitaja Maria Lindqvist",
            "RUNNING",
            None,
            None,
            "jatkuu",
            "Vuodesta 2021, jatkuu",
        ),
        one(
            "SOCIAL",
            "Lapsiperheiden kotipalvelu",
            "Koko perhe",
            "ENDED",
            date(2025, 1, 8),
            date(2025, 5, 20),
            "päättyi 5/2025",
            "Tammikuusta toukokuuhun 2025, päättynyt",
        ),
        one(
            "THIRD_SECTOR",
            "Vertaisryhmä",
            "Sanna · Yhden vanhemman tuki ry",
            "RUNNING",
            date(2025, 9, 15),
            date(2026, 3, 1),
            "jatkuu",
            "Syyskuusta 2025, jatkuu",
        ),
        one(
            "HEALTH",
            "Perheneuvola",
            "Emma ja Sanna",
            "COMING",
            date(2026, 1, 14),
            date(2026, 6, 15),
            "alkaa 14.1.",
            "Tulossa: ensimmäinen aika 14.1.2026",
        ),
        one(
            "COMPANY",
            "Nepsy-valmennus",
            "Emma · ostopalvelu",
            "PROPOSED",
            date(2026, 2, 20),
            date(2026, 6, 1),
            "ehdotettu",
            "Ehdotettu: kevät 2026",
        ),
    ]


def frame(**more: object) -> dict:
    request = RequestFactory().get("/sheet/?q=1")
    request.viewer = Plain(at=NOW, name="Anna Salo")
    page = Plain(number=2, has_previous=True, has_next=True, previous_page_number=1, next_page_number=3)
    words = [("Oma päivä", 0), ("Perheet", 0), ("Kutsut", 3), ("Haku", 0), ("Verkosto", 0), ("Viestit", 2)]
    return {
        "request": request,
        "now": NOW,
        "start": NOW.replace(day=10, hour=14, minute=0),
        "end": NOW.replace(day=10, hour=15, minute=0),
        "nav_items": [item(label, current=n == 1, count=count) for n, (label, count) in enumerate(words)],
        "me": Plain(
            name="Anna Salo",
            role="sosiaaliohjaaja",
            key="a",
            face="f06",
            menu=[item("Omat asetukset")],
            posts=[
                Plain(label="Perhekeskus", value="1", is_current=True),
                Plain(label="Minä itse", value="me"),
            ],
        ),
        "sign_out_url": "/out/",
        "act_as_url": "/rooli/",
        "help_phone": "03 512 3456",
        "site_owner": "Kaislarannan hyvinvointialue",
        "demo_mode": True,
        "session_left": 1800,
        "session_url": "/session/",
        "tabs": [
            item("Yhdellä silmäyksellä", True),
            item("Kartoitus"),
            item("Viestit", count=2),
            item("Suostumukset"),
        ],
        "filters": [item("Kaikki", True), item("Emma"), item("Onni"), item("Aikuiset")],
        "dues": [NOW.replace(hour=16, minute=0), TODAY - timedelta(days=1), TODAY + timedelta(days=2), TODAY],
        "events": [
            Plain(
                at=NOW,
                who="Anna Salo",
                key="a",
                role="omatyöntekijä",
                sector="SOCIAL",
                what="Suunnitelma",
                why="Valmisteli tapaamista",
                url="/k/",
                url_label="Kysy tästä",
            ),
            Plain(
                at=NOW,
                who="Petri Niemi",
                key="b",
                role="koulukuraattori",
                sector="EDUCATION",
                what="Yhteenveto",
            ),
        ],
        "page": page,
        "sectors": list(SECTORS),
        "services": services(),
        "window": window_around([(s.starts, s.ends) for s in services()], TODAY),
        "icons": {"c": "child", "p": "people"},
        "hints": {"c": "Sinulla voi olla myös oma aikuinen mukana"},
    } | more


def draw(name: str, **more: object) -> str:
    values = frame(**more)
    return ENGINE.get_template(name).render(values, values["request"])


def page(name: str, **fixed: object) -> Callable[..., str]:
    return lambda **more: draw(name, **fixed | more)


def answered(values: dict | None = None) -> Callable[..., str]:
    return lambda **more: draw("answer.html", **{"form": AnswerForm(values), "is_client_page": True} | more)


PAGES = {
    "family": page("family.html"),
    "day": page("day.html"),
    "list": page("list.html", form=FilterForm()),
    "live": page("live.html"),
    "answer": answered(),
    "answer-errors": answered({"email": "x", "message": "a" * 70, "knows": "GREEN"}),
    "confirm": page(
        "ui/confirm.html",
        heading="Perutaanko kaikki suostumukset?",
        text="Peruminen tulee voimaan heti.",
        points=["Tiimi ei enää näe tietojasi.", "Sovitut tapaamiset pysyvät."],
        action_label="Peru kaikki",
        cancel_url="/x/",
        danger=True,
    ),
    "error": page("ui/error.html", heading="Et näe tätä sivua", text="Sivua ei ole, tai se ei näy sinulle."),
    "broken": page(
        "ui/broken.html",
        heading="Jokin meni rikki meillä",
        text="Tekstisi on tallessa.",
        phone="03 512 3456",
        request_id="5c1e",
    ),
    "help": page(
        "ui/help.html",
        phone="03 512 3456",
        urgent_phone="112",
        social_emergency_phone="03 511 1111",
        support_email="koppi@example.fi",
        me=None,
        nav_items=[],
        sign_in_url="/in/",
    ),
}
