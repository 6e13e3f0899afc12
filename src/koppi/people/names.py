"""Finnish and Swedish names as people write, bend and mistype them. No Django.

A query is compared with the words of a name in any order. Each word fits exactly, as a beginning, bent
(*Laineen*, *Mäelle*, *Lindströms*), by another name of the same person, by sound (*Wirtanen*), as a part
(*liisa* of *Anna-Liisa*), or with one slip of the keys. The weaker ways count only where no better fit is.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import TypeVar

from .nicknames import CIRCLE_OF

Thing = TypeVar("Thing")


class Fit(IntEnum):
    """How a word fits a name; smaller is better."""

    EXACT = 0
    START = 1
    BENT = 1
    CALLED = 2
    SOUND = 3
    PART = 3
    SLIP = 5


_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "đ": "d", "ð": "d", "ł": "l", "ŋ": "n", "ŧ": "t", "þ": "th", "ß": "ss", "ı": "i"}
)
_VOWELS = "aeiouy"
_JOINERS = re.compile(r"(?<=\w)[-'’‐‑–](?=\w)")
_WORD = re.compile(r"[^\W_]+")
# Case endings, folded: singular, plural, and the Swedish genitive; then a clitic.
_ENDING = re.compile(
    r"(n|a|ta|tta|ssa|sta|lla|lta|lle|ksi|na|t|s|[aeiouy]n|h[aeiouy]n|seen|sten|ten|tten|den|iden|itten|ien|jen"
    r"|ia|ja|ita|ina|ille|illa|ilta|issa|ista|iksi|iin|siin)(kin|kaan|han|ko|pa)?"
)
# Consonant gradation, strong to weak, as it stands before the last vowel. A form may have several.
_GRADES = (
    ("kk", "k"), ("pp", "p"), ("tt", "t"), ("nk", "ng"), ("mp", "mm"), ("nt", "nn"), ("lt", "ll"),
    ("rt", "rr"), ("ht", "hd"), ("lk", "lj"), ("rk", "rj"), ("hk", "hj"), ("lk", "l"), ("rk", "r"),
)  # fmt: skip
_LONE = {"k": ("", "j", "v"), "p": ("v",), "t": ("d",)}
_STRONG = (("mm", "mp"), ("nn", "nt"), ("ll", "lt"), ("rr", "rt"), ("d", "t"), ("v", "p"))
_SOUNDS = (
    ("sch", "s"), ("ck", "k"), ("ch", "k"), ("ph", "f"), ("th", "t"), ("x", "ks"), ("q", "k"), ("w", "v"),
    ("z", "s"), ("ae", "a"), ("oe", "o"),
)  # fmt: skip


def fold(text: str) -> str:
    """Return the text in small letters without marks: *Ähtäri* and *ahtari* are one."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Return the folded words of a text, those around a hyphen apart and together."""
    folded = fold(text)
    apart = _WORD.findall(folded)
    together = _WORD.findall(_JOINERS.sub("", folded))
    return list(dict.fromkeys(apart + together))


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """Return a word the way it sounds: w as v, c as k or s, x as ks, doubled letters as one."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    word = re.sub(r"c(?=[eiy])", "s", word).replace("c", "k")
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=20_000)
def stems(name: str) -> frozenset[str]:
    """Return what case endings are added to: *Virtanen* → *virtase*, *Mäki* → *mäe*, *mäke*, *mäki*."""
    if name.endswith("nen") and len(name) > 4:
        return frozenset({name[:-3] + "se", name[:-3] + "s"})
    if name.endswith("s"):
        body = name[:-1]
        return frozenset({name, name + "i", body + "kse", body + "ks", body + body[-1:], body + "de"})
    if name[-1:] not in _VOWELS:
        return frozenset({name, name + "i"})
    return _vowel_stems(name)


def _vowel_stems(name: str) -> frozenset[str]:
    found = {name}
    if name.endswith("i"):
        found.add(name[:-1] + "e")
    if name.endswith("e"):
        found |= {name + "e", *(strong + "e" for strong in _strong(name))}
    if name.endswith("a"):
        found |= {name[:-1] + "oi", name[:-1] + "i"}
    return frozenset(found | {weak for stem in found for weak in _weak(stem)})


def _weak(stem: str) -> set[str]:
    """Return the weak grades of a stem that ends in a vowel: *mäki* → *mäi*, *lahti* → *lahdi*."""
    tail = len(stem.rstrip(_VOWELS)) if not stem.endswith("oi") else len(stem) - 2
    body, end = stem[:tail], stem[tail:]
    pairs = {body[: -len(strong)] + weak + end for strong, weak in _GRADES if body.endswith(strong)}
    if pairs or len(body) < 2 or body[-2] not in _VOWELS:
        return pairs
    return {body[:-1] + weak + end for weak in _LONE.get(body[-1], ())}


def _strong(name: str) -> set[str]:
    """Return the strong grades of a name in -e: *Helle* → *helte*, *Sade* → *sate*."""
    body = name[:-1]
    found = {body[: -len(weak)] + strong + "e" for weak, strong in _STRONG if body.endswith(weak)}
    if body[-1:] in "kpt" and body[-2:-1] in _VOWELS:
        found.add(body + body[-1] + "e")
    return found


def bare(word: str) -> set[str]:
    """Return what may be left of a word without its case ending, at least three letters."""
    return {word[:cut] for cut in range(3, len(word)) if _ENDING.fullmatch(word, cut)}


def guesses(word: str) -> set[str]:
    """Return what a bent common word may be in its base form: *keskuksen* is *keskus*."""
    found = bare(word)
    found |= {form[:-3] + "s" for form in found if form.endswith("kse")}
    return found | {form[:-2] + "nen" for form in found if form.endswith("se")}


def is_bent(word: str, name: str) -> bool:
    """Return whether the word is the name in some case."""
    return any(
        word.startswith(stem) and _ENDING.fullmatch(word, len(stem)) for stem in stems(name) if len(stem) > 1
    )


def is_slip(one: str, other: str) -> bool:
    """Return whether two words differ by one letter added, left out or changed, or two swapped."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    rest, rest_other = one[start:], other[start:]
    swapped = rest[:2] == rest_other[1::-1] and rest[2:] == rest_other[2:] and len(rest_other) > 1
    return rest[1:] == rest_other[1:] or rest[1:] == rest_other or rest == rest_other[1:] or swapped


@lru_cache(maxsize=50_000)
def fit_of(word: str, name: str) -> Fit | None:
    """Return how a word of a query fits a word of a name, both folded."""
    if word == name:
        return Fit.EXACT
    if name.startswith(word):
        return Fit.START
    if is_bent(word, name):
        return Fit.BENT
    if _is_called(word, name):
        return Fit.CALLED
    if len(word) > 2 and _sounds_alike(word, name):
        return Fit.SOUND
    if len(word) > 3 and word in name:
        return Fit.PART
    return Fit.SLIP if _slipped(word, name) else None


def _is_called(word: str, name: str) -> bool:
    others = CIRCLE_OF.get(name)
    return others is not None and (word in others or any(one in others for one in bare(word)))


def _sounds_alike(word: str, name: str) -> bool:
    heard, known = sound(word), sound(name)
    if heard == known or (len(heard) > 3 and known.startswith(heard)):
        return True
    return not {sound(one) for one in bare(word)}.isdisjoint(
        sound(stem) for stem in stems(name) if len(stem) > 2
    )


def _slipped(word: str, name: str) -> bool:
    """One slip, in a word long enough to tell it by: in the name as it stands or bent."""
    if len(name) < 4 or len(word) < 4:
        return False
    if is_slip(word, name) or is_slip(sound(word), sound(name)):
        return True
    if len(word) > 5 and is_slip(word, name[: len(word)]):
        return True
    bent = ((one, stem) for one in bare(word) for stem in stems(name) if len(one) <= len(stem))
    return len(word) > 5 and any(is_slip(one, stem) for one, stem in bent)


# ---- queries

_DAY = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d{2})-(\d{2})(?!\d)")
_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?![\d.])")
_SAID_OF_ALL = frozenset(
    [
        "perhe",
        "perheen",
        "perhetta",
        "perheelle",
        "perheesta",
        "familj",
        "familjen",
        "familjens",
        "family",
        "families",
        "perheet",
    ]
)


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, taken apart: words of names, and days or years of birth."""

    words: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    years: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.days or self.years)


def asked(text: str) -> Query:
    """Take a typed query apart. What cannot be understood at all is kept as a word nobody has."""
    days = [_day(y, m, d) for d, m, y in _DAY.findall(text)] + [_day(*found) for found in _ISO.findall(text)]
    rest = _ISO.sub(" ", _DAY.sub(" ", text))
    years = tuple(int(year) for year in _YEAR.findall(rest))
    typed = [word for word in _WORD.findall(fold(_YEAR.sub(" ", rest))) if not word.isdigit()]
    meant = [word for word in typed if word not in _SAID_OF_ALL] or typed
    query = Query(tuple(dict.fromkeys(meant)), tuple(day for day in days if day), years)
    return Query((fold(text).strip(),)) if query.is_empty and text.strip() else query


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def fit(query: Query, known: Iterable[str]) -> int | None:
    """Return how well every word of the query fits some word of a name; None when one does not."""
    names = tuple(known)
    worst = 0
    for word in query.words:
        fits = [found for name in names if (found := fit_of(word, name)) is not None]
        if not fits:
            return None
        worst = max(worst, min(fits))
    return worst


def is_born(query: Query, born_on: date | None, birth_year: int | None = None) -> bool:
    """Return whether the days and years of the query are those of a birth."""
    year = born_on.year if born_on else birth_year
    days_fit = all(day == born_on for day in query.days)
    return days_fit and all(asked_year == year for asked_year in query.years)


def best(things: Iterable[Thing], fit_of_thing: Callable[[Thing], int | None]) -> list[Thing]:
    """Return the things that fit, the best first; slips of the keys only when nothing fits without one."""
    found = [(grade, thing) for thing in things if (grade := fit_of_thing(thing)) is not None]
    top = min((grade for grade, _thing in found), default=0)
    limit = Fit.SLIP if top >= Fit.SLIP else Fit.SLIP - 1
    return [thing for grade, thing in sorted(found, key=lambda pair: pair[0]) if grade <= limit]


def search_text(*names: str) -> str:
    """Return every form under which names are found by LIKE, each between spaces."""
    plain = [word for name in names for word in words(name)]
    forms = {form for word in plain for form in (word, sound(word), *stems(word))}
    return f" {' '.join(sorted(forms))} " if forms else ""


def is_same_name(one: Iterable[str], other: Iterable[str]) -> bool:
    """Return whether two full names are written with the same words, whatever the order, case and marks."""
    return sorted({w for part in one for w in _WORD.findall(fold(part))}) == sorted(
        {w for part in other for w in _WORD.findall(fold(part))}
    )
