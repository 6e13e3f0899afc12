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


# What begins so (Finnish bends the end of a word) -> what to write instead.
INSTEAD: tuple[tuple[str, str], ...] = (
    (r"huoli-?ilmoitu\w*", "kartoituskutsu"),
    (r"ilmoitus lapsesta", "kutsu kartoitukseen"),
    (r"huol(?:i|en|ta|esta|ta|et|ia)\b", "tuen tarve"),
    (r"huolissaan", "toivoo tukea"),
    (r"riskilap\w*", "lapsi, joka tarvitsee tukea"),
    (r"ongelmaperhe\w*", "perhe"),
    (r"moniongelmai\w*", "perhe, jolla on monta tuen tarvetta"),
    (r"ongelma\w*", "missä tarvitaan tukea"),
    (r"ongelmi\w*", "missä tarvitaan tukea"),
    (r"asiakastapau\w*", "perhe"),
    (r"asiakkuus päät\w*", "työskentely on valmis"),
    (r"laiminlyö\w*", "odottaa vastausta"),
    (r"laiminlöi\w*", "odottaa vastausta"),
    (r"kohdehenkilö\w*", "henkilön nimi"),
    (r"toimenpi[td]e\w*", "mitä on sovittu"),
    (r"velvoitetaan", "sovimme yhdessä"),
    (r"ei suostu\w*", "ei nyt halua"),
    (r"kieltäyty\w*", "ei nyt halua"),
    (r"hylät\w*", "ei tällä kertaa"),
    (r"hylkä\w*", "ei tällä kertaa"),
    (r"estetty", "näkymää on rajattu"),
    (r"blokat\w*", "näkymää on rajattu"),
    (r"hankala\w*", "missä tarvitaan tukea"),
    (r"vaikea (?:lapsi|vanhempi|äiti|isä|perhe)\w*", "missä tarvitaan tukea"),
    (r"häiriköi\w*", "mitä tapahtuu ja milloin"),
    (r"uhmakas\w*", "mitä tapahtuu ja milloin"),
    (r"syrjäyty\w*", "jää helposti yksin"),
    (r"anmälan om barn\w*", "inbjudan till kartläggning"),
    (r"orosanmäl\w*", "inbjudan till kartläggning"),
    (r"problemfamilj\w*", "familj"),
    (r"riskbarn\w*", "barn som behöver stöd"),
    (r"problem\w*", "var stöd behövs"),
    (r"problem famil(?:y|ies)", "family"),
    (r"child at risk|children at risk|at-risk child\w*", "child who needs support"),
)
_RULES = tuple((re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE), instead) for pattern, instead in INSTEAD)


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
