"""Words of a text that may tell of danger right now: they bring the emergency number first, nothing else.

No score and no decision: a request with such words is sent and answered like any other.
"""

import re

# Beginnings of words and short phrases, in the three languages; better once too often than once too seldom.
SIGNS = (
    # Finnish
    "itsemurh", "tapan ", "tapaa minut", "tappaa", "tappais", "tappan", "tappel", "tappo",
    "haluan kuolla", "en halua elää", "en jaksa elää", "kuoltav", "hakkaa", "hakannut", "lyö", "löi",
    "potki", "kurist", "puuko", "puukk", "veits", "ampu", "aseell", "raisk", "ahdistel", "hyväksikäy",
    "väkival", "viilt", "satutt", "uhkaa", "uhkail", "uhannut", "hengenvaar", "myrkyt", "yliannost",
    "karannut", "karkasi", "pelkään kotona", "pelkään isää", "pelkään äitiä", "vaarassa",
    # Swedish
    "självmord", "ta livet av", "döda", "dödar", "vill dö", "vill inte leva", "orkar inte leva",
    "slår mig", "slår honom", "slår henne", "slår barn", "slog", "misshand", "våldt", "våld", "kniv",
    "skjuta", "skjuter", "hotar", "hotat", "hot om", "skär mig", "skada mig", "överdos", "rymt",
    "i fara", "rädd hemma", "stryp",
    # English
    "suicid", "kill me", "kill my", "kill him", "kill her", "kill us", "killed", "killing",
    "want to die", "do not want to live", "don't want to live", "hit me", "hits me", "hitting",
    "hits him", "hits her", "beat", "rape", "abus", "knife", "stab", "a gun", "shoot", "strangl",
    "choke", "threat", "hurt myself", "hurts me", "cut myself", "overdos", "ran away", "in danger",
    "afraid at home", "violen",
)  # fmt: skip
_FOUND = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, SIGNS)) + ")")


def has_signs(text: str) -> bool:
    """Tell whether the text holds words that may tell of danger."""
    return _FOUND.search(" ".join(text.casefold().split()) + " ") is not None
