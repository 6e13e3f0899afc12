"""Words that may hurt when the family reads them, and gentler ones instead. Pure; it suggests, never blocks.

The lists are about how people speak of each other, so each language has its own and none is translated.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A word as it was written, where it begins, and what could be said instead."""

    word: str
    start: int
    instead: str


_FINNISH = (
    (r"huoli-?ilmoitu\w*|ilmoitus lapsesta", "kutsu kartoitukseen"),
    (r"ongelmaperhe\w*|ongelmaisia? perhe\w*", "perhe, joka toivoo tukea"),
    (r"ongelmalap\w*|ongelmanuor\w*|riskila\w+|riskinuor\w*", "lapsi tai nuori, joka tarvitsee tukea"),
    (r"ongelma\w*", "missä tarvitaan tukea"),
    (r"asiakastapau\w*|tapaus|tapauks\w+", "tilanne, tai ihmisen nimi"),
    (r"kieltäyty\w*|ei suostu\w*|vastahakoi\w*", "ei halua juuri nyt; kerro, mitä hän toivoo"),
    (r"laiminly\w*|laiminlö\w*|heitteillejä\w*", "mitä lapsi vielä tarvitsee"),
    (r"häirik\w*|häiriökäyt\w*|hankala\w*|vaikea lapsi|vaikea vanhempi", "mitä tapahtuu ja milloin"),
    (r"alkoholist\w*|juopp\w*|narkomaan\w*|narkkar\w*", "päihteet kuormittavat arkea"),
    (r"hullu\w*|mielenvikai\w*|mielisair\w*", "mieli kuormittuu"),
    (r"moniongelmai\w*", "tukea tarvitaan monessa asiassa"),
    (r"kohdehenkil\w*|kohdeperh\w*", "ihmisen nimi"),
    (r"kaltoinkohtel\w*|hakka\w+|pahoinpitel\w*", "turvallisuus; tee tästä lastensuojeluilmoitus"),
    (r"syyllis\w*|syyttä[äv]\w*", "mitä on tapahtunut"),
    (r"luuseri\w*|laiska\w*|saamat(?:on|tom\w*)", "mihin voimat eivät nyt riitä"),
    (r"rikkinäinen perhe|rikkinäisestä perheestä|hajonnut perhe", "vanhemmat asuvat erillään"),
    (r"epänormaal\w*|poikkeav\w*", "erilainen kuin ennen; kerro miten"),
)
_SWEDISH = (
    (r"orosanmälan\w*", "inbjudan till kartläggning"),
    (r"problemfamilj\w*|trasig familj", "en familj som önskar stöd"),
    (r"problembarn\w*|riskbarn\w*|problemungdom\w*", "ett barn eller en ung som behöver stöd"),
    (r"klientfall\w*|fallet", "situationen, eller personens namn"),
    (r"missbrukare\w*|alkis\w*|knarkare\w*", "rusmedel belastar vardagen"),
    (r"vägrar|motvillig\w*", "vill inte just nu; berätta vad hen önskar"),
)
_ENGLISH = (
    (r"problem famil\w*|broken famil\w*", "a family that hopes for support"),
    (r"problem child\w*|at-risk child\w*", "a child who needs support"),
    (r"alcoholic\w*|junkie\w*|drug addict\w*", "substances weigh on everyday life"),
    (r"refuses|non-compliant", "does not want to just now; tell what they hope for"),
)
_LISTS = tuple(
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), instead)
    for pattern, instead in (*_FINNISH, *_SWEDISH, *_ENGLISH)
)
# A personal identity code has no place in a text; its form alone is looked at.
_IDENTITY_CODE = re.compile(r"(?<!\d)\d{6}[-+A-FU-Ya-fu-y]\d{3}[0-9A-Za-z](?!\w)")


def findings(text: str) -> list[Finding]:
    """Return the words somebody might be hurt by, in reading order; of overlapping ones the first listed."""
    found: list[Finding] = []
    for one in _all(text):
        if not any(_overlap(one, other) for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def holds_identity_code(text: str) -> bool:
    """Tell whether the text seems to hold a personal identity code (henkilötunnus)."""
    return bool(_IDENTITY_CODE.search(text))


def _all(text: str) -> Iterator[Finding]:
    for pattern, instead in _LISTS:
        for match in pattern.finditer(text):
            yield Finding(match[0], match.start(), instead)


def _overlap(one: Finding, other: Finding) -> bool:
    return one.start < other.start + len(other.word) and other.start < one.start + len(one.word)
