"""Days and hours as people say them: "ke 10.12. klo 14–15", "ons 10.12 kl. 14–15", "Wed 10 Dec, 14–15"."""

from datetime import date, datetime

WEEKDAYS = {
    "fi": ("ma", "ti", "ke", "to", "pe", "la", "su"),
    "sv": ("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
LONG_WEEKDAYS = {
    "fi": ("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"),
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "fi": (
        "tammi",
        "helmi",
        "maalis",
        "huhti",
        "touko",
        "kesä",
        "heinä",
        "elo",
        "syys",
        "loka",
        "marras",
        "joulu",
    ),
    "sv": ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
COUNTS = {
    "fi": (
        "nolla",
        "yksi",
        "kaksi",
        "kolme",
        "neljä",
        "viisi",
        "kuusi",
        "seitsemän",
        "kahdeksan",
        "yhdeksän",
        "kymmenen",
    ),
    "sv": ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}


def spoken(language: str | None) -> str:
    """Return the language whose tables are used: Finnish unless Swedish or English is asked for."""
    short = (language or "fi")[:2]
    return short if short in WEEKDAYS else "fi"


def clock(at: datetime, language: str = "fi") -> str:
    """Return the hour as it is said: whole hours without minutes in Finnish and Swedish."""
    if spoken(language) == "en":
        return f"{at.hour}:{at.minute:02}"
    return f"{at.hour}.{at.minute:02}" if at.minute else f"{at.hour}"


def short_day(on: date, language: str = "fi") -> str:
    """Return the day of the month and the month, no weekday, no year."""
    tongue = spoken(language)
    if tongue == "en":
        return f"{on.day} {MONTHS['en'][on.month - 1]}"
    return f"{on.day}.{on.month}" + ("." if tongue == "fi" else "")


def day(on: date, language: str = "fi") -> str:
    """Return weekday and day, no year: for things near enough to need none."""
    return f"{WEEKDAYS[spoken(language)][on.weekday()]} {short_day(on, language)}"


def long_day(on: date, language: str = "fi") -> str:
    """Return the whole weekday and day: for headings."""
    return f"{LONG_WEEKDAYS[spoken(language)][on.weekday()]} {short_day(on, language)}"


def full_date(on: date, language: str = "fi") -> str:
    """Return day, month and year: for what may be far away."""
    if spoken(language) == "en":
        return f"{short_day(on, 'en')} {on.year}"
    return f"{on.day}.{on.month}.{on.year}"


def month(on: date, language: str = "fi") -> str:
    """Return month and year in figures: for services, which begin and end by the month."""
    if spoken(language) == "en":
        return f"{MONTHS['en'][on.month - 1]} {on.year}"
    return f"{on.month}/{on.year}"


def _hours(words: str, language: str) -> str:
    return {"fi": f" klo {words}", "sv": f" kl. {words}", "en": f", {words}"}[spoken(language)]


def moment(at: datetime, language: str = "fi") -> str:
    """Return day and hour of something near."""
    return day(at, language) + _hours(clock(at, language), language)


def full_moment(at: datetime, language: str = "fi") -> str:
    """Return date with year, and hour: for the trail and for prints."""
    return full_date(at, language) + _hours(clock(at, language), language)


def span(starts: datetime, ends: datetime, language: str = "fi") -> str:
    """Return one time from–until; over midnight both days are said."""
    if starts.date() != ends.date():
        return f"{moment(starts, language)} – {moment(ends, language)}"
    hours = f"{clock(starts, language)}–{clock(ends, language)}"
    return day(starts, language) + _hours(hours, language)


def count_word(count: int, language: str = "fi") -> str:
    """Return a small number as a word, a larger one in figures."""
    words = COUNTS[spoken(language)]
    return words[count] if 0 <= count < len(words) else str(count)
