"""The word pair: what lets an asker come back without an account. Pure; drawing and checking need no table.

A pair is two made-up words and four digits, at least 40 bits in each language. It is drawn from the press of
the button (``once``), so pressing twice gives the same pair; only its keyed hash is kept.
"""

import hashlib
import re
import unicodedata
from math import log2

from .word_parts import BEGINNINGS, ENDS

DIGITS = 4
_LETTERS = re.compile(r"[^a-z0-9]+")


def drawn(seed: str, key: str, language: str) -> str:
    """Return the pair that belongs to this press of the button: nobody can draw it without ``key``."""
    beginnings, ends = BEGINNINGS[language], ENDS[language]
    material = hashlib.blake2b(seed.encode(), key=key.encode()[:64], digest_size=40).digest()
    numbers = [int.from_bytes(material[n : n + 8]) for n in range(0, 40, 8)]
    first, second = (_word(beginnings, ends, *numbers[n : n + 2]) for n in (0, 2))
    return f"{first} {second} {numbers[4] % 10**DIGITS:0{DIGITS}}"


def canonical(typed: str) -> str:
    """Return one form of all the ways to type a pair: case, accents, spaces and hyphens do not matter."""
    plain = unicodedata.normalize("NFKD", typed.casefold().replace("ø", "o").replace("æ", "a"))
    return _LETTERS.sub("", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def bits(language: str) -> float:
    """Return how many bits a pair of this language holds."""
    words = {canonical(a + b) for a in BEGINNINGS[language] for b in ENDS[language]}
    return 2 * log2(len(words)) + DIGITS * log2(10)


def _word(beginnings: tuple[str, ...], ends: tuple[str, ...], one: int, other: int) -> str:
    return beginnings[one % len(beginnings)] + ends[other % len(ends)]
