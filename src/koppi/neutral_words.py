"""Words that label, and what to write instead. The helper shows them beside the text; it never blocks. Pure.

The list follows the house's rules of tone: write so that every member of the family can read it.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word found in a text, where it begins, and what could be said instead."""

    found: str
    at: int
    instead: str


# What begins so (Finnish bends the end of a word) -> what to write instead. Each language has its own list.
FINNISH: tuple[tuple[str, str], ...] = (
    (r"huoli-?ilmoitu\w*|ilmoitus lapsesta", "kutsu kartoitukseen"),
    (r"huol(?:i|en|ta|esta|et|ia)\b", "tuen tarve"),
    (r"huolissaan", "toivoo tukea"),
    (r"ongelmaperhe\w*|ongelmais(?:ia|et|en) perhe\w*", "perhe, joka toivoo tukea"),
    (r"ongelmalap\w*|ongelmanuor\w*|riskila\w+|riskinuor\w*", "lapsi tai nuori, joka tarvitsee tukea"),
    (r"moniongelmai\w*", "tukea tarvitaan monessa asiassa"),
    (r"ongelm[ai]\w*", "missä tarvitaan tukea"),
    (r"asiakastapau\w*|tapaus", "tilanne, tai ihmisen nimi"),
    (r"asiakkuus päät\w*", "työskentely on valmis"),
    (r"kieltäyty\w*|ei suostu\w*|vastahakoi\w*", "ei halua juuri nyt; kerro, mitä hän toivoo"),
    (r"laiminly\w*|laiminlö\w*|heitteillejä\w*", "mitä lapsi vielä tarvitsee"),
    (r"häirik\w*|häiriökäyt\w*|hankala\w*|uhmakas\w*|vaikea (?:lapsi|vanhempi)", "mitä tapahtuu ja milloin"),
    (r"alkoholist\w*|juopp\w*|narkomaan\w*|narkkar\w*", "päihteet kuormittavat arkea"),
    (r"hullu\w*|mielenvikai\w*|mielisair\w*", "mieli kuormittuu"),
    (r"kohdehenkil\w*|kohdeperh\w*", "ihmisen nimi"),
    (r"toimenpi(?:de|te)\w*", "mitä on sovittu"),
    (r"velvoitetaan", "sovimme yhdessä"),
    (r"kaltoinkohtel\w*|pahoinpitel\w*|hakkaa\w*", "turvallisuus; tee tästä lastensuojeluilmoitus"),
    (r"syyllis\w*|syyttä[äv]\w*", "mitä on tapahtunut"),
    (r"luuseri\w*|laiska\w*|saamat(?:on|tom\w*)", "mihin voimat eivät nyt riitä"),
    (r"rikkinäinen perhe|rikkinäisestä perheestä|hajonnut perhe", "vanhemmat asuvat erillään"),
    (r"syrjäyty\w*", "jää helposti yksin"),
    (r"epänormaal\w*|poikkeav\w*", "erilainen kuin ennen; kerro miten"),
    (r"hylät\w*|hylkä\w*", "ei tällä kertaa"),
    (r"estetty|blokat\w*", "näkymää on rajattu"),
)
SWEDISH: tuple[tuple[str, str], ...] = (
    (r"orosanmäl\w*|anmälan om barn\w*", "inbjudan till kartläggning"),
    (r"problemfamilj\w*|trasig familj", "en familj som önskar stöd"),
    (r"problembarn\w*|riskbarn\w*|problemungdom\w*", "ett barn eller en ung som behöver stöd"),
    (r"klientfall\w*", "situationen, eller personens namn"),
    (r"missbrukare\w*|alkis\w*|knarkare\w*", "rusmedel belastar vardagen"),
    (r"vägrar|motvillig\w*", "vill inte just nu; berätta vad hen önskar"),
)
ENGLISH: tuple[tuple[str, str], ...] = (
    (r"problem famil\w*|broken famil\w*", "a family that hopes for support"),
    (r"problem child\w*|at-risk child\w*|child(?:ren)? at risk", "a child who needs support"),
    (r"alcoholic\w*|junkie\w*|drug addict\w*", "substances weigh on everyday life"),
    (r"refuses|non-compliant", "does not want to just now; tell what they hope for"),
)
_RULES = tuple(
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), instead)
    for pattern, instead in (*FINNISH, *SWEDISH, *ENGLISH)
)
# A personal identity code has no place in a text; its form alone is looked at.
_IDENTITY_CODE = re.compile(r"(?<!\d)\d{6}[-+A-FU-Y]\d{3}[0-9A-Z](?!\w)", re.IGNORECASE)


def find(text: str) -> list[Suggestion]:
    """Return the labelling words of a text in the order they stand, each place once."""
    taken: list[tuple[int, int]] = []
    found = []
    for rule, instead in _RULES:
        for match in rule.finditer(text):
            start, end = match.span()
            if not any(start < until and since < end for since, until in taken):
                taken.append((start, end))
                found.append(Suggestion(match.group(), start, instead))
    return sorted(found, key=lambda one: one.at)


def holds_identity_code(text: str) -> bool:
    """Tell whether the text seems to hold a personal identity code (henkilötunnus)."""
    return bool(_IDENTITY_CODE.search(text))
