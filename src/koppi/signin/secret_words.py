"""Four words out of sixty-four that every child knows, in each language. Pure.

They open nothing alone: the device must be known too, and five wrong tries make it unknown. So 64⁴ ≈ 17
million possibilities are plenty, and the words stay such as a child remembers and can type.
"""

import re
import secrets

HOW_MANY = 4
WORDS = {
    "fi": (
        "ahven aita aurinko auto hattu helmi hiiri hopea jalka jänis jääkaappi kaarna kala kallio "
        "kanto karhu katto kello kenkä kettu kevät kissa kivi koira korppi kuu kynä laiva lamppu "
        "lammas lehti leipä lintu lumi lusikka mansikka marja meri metsä mustikka niitty norsu omena "
        "orava pallo pilvi polku puro puu pöllö ranta sade saari sateenvarjo siili sieni silta susi "
        "tähti tuuli tuoli vene villa ääni"
    ),
    "sv": (
        "abborre apa bad ballong berg bil björn blad blomma blåbär bok boll bro bröd bäck båt dörr ek "
        "fågel fisk flagga fot glass gran groda gurka hallon hare hatt hav hund häst igelkott "
        "jordgubbe katt klocka ko kulle lampa lamm lok lönn måne mus mössa myra nalle penna regn ring "
        "räv sked sko sky smör snö sol sommar sten strand stjärna svamp varg äpple"
    ),
    "en": (
        "apple bear bee bell bird boat book boot bread bridge bus cake candle cat chair cloud cow "
        "deer dog door duck egg feather fish flower forest fox frog garden goat hat hedgehog hill "
        "horse island kite lake lamp leaf lion moon mouse mushroom ocean owl pear pencil pine pony "
        "rabbit rain river rocket sheep shoe snow spoon star stone sun train tree wind wolf"
    ),
}


def new_words(language: str) -> str:
    """Return four words with a space between."""
    known = WORDS.get(language, WORDS["fi"]).split()
    return " ".join(secrets.choice(known) for _ in range(HOW_MANY))


def as_typed(text: str) -> str:
    """Return the words in their one form: small letters, one space; commas and hyphens do not count."""
    return " ".join(re.findall(r"\w+", text.lower()))
