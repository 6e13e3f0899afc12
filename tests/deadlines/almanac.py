"""The Finnish almanac of 2024–2035 written out by hand, to count against: no library and none of our code.

Easter days are as printed in the almanac; what moves with Easter and the rules of the other holidays are the
church's and the law's. The product counts by the library ``holidays``, which is another work by other people.
"""

from datetime import date, timedelta

EASTER = {
    2024: (3, 31),
    2025: (4, 20),
    2026: (4, 5),
    2027: (3, 28),
    2028: (4, 16),
    2029: (4, 1),
    2030: (4, 21),
    2031: (4, 13),
    2032: (3, 28),
    2033: (4, 17),
    2034: (4, 9),
    2035: (3, 25),
    2036: (4, 13),
    2037: (4, 5),
    2038: (4, 25),
    2039: (4, 10),
    2040: (4, 1),
}
FIXED = [(1, 1), (1, 6), (5, 1), (12, 6), (12, 25), (12, 26)]
SATURDAY = 5


def saturday_on_or_after(day: date) -> date:
    while day.weekday() != SATURDAY:
        day += timedelta(1)
    return day


def holidays_of(year: int) -> set[date]:
    easter = date(year, *EASTER[year])
    moving = {easter + timedelta(days) for days in (-2, 0, 1, 39, 49)}
    midsummer = saturday_on_or_after(date(year, 6, 20))
    all_saints = saturday_on_or_after(date(year, 10, 31))
    return {date(year, *day) for day in FIXED} | moving | {midsummer, all_saints}


def eves_of(year: int) -> set[date]:
    return {saturday_on_or_after(date(year, 6, 20)) - timedelta(1), date(year, 12, 24)}


HOLIDAYS = {day for year in EASTER for day in holidays_of(year)}
EVES = {day for year in EASTER for day in eves_of(year)}


def is_off(day: date, *, with_eves: bool = True) -> bool:
    return day.weekday() >= SATURDAY or day in HOLIDAYS or (with_eves and day in EVES)


def nth_workday_after(day: date, count: int, *, with_eves: bool = True) -> date:
    """Write the coming days down in a list, strike the days off, and point at the one asked for."""
    coming = [day + timedelta(n) for n in range(1, 4 * count + 30)]
    return [one for one in coming if not is_off(one, with_eves=with_eves)][count - 1]


def same_number_later(day: date, months: int) -> date:
    """Turn the pages of the calendar; when the number is missing, the month's last day."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(number, day.day))
        except ValueError:
            continue
    raise AssertionError


def first_open_day(day: date) -> date:
    while is_off(day):
        day += timedelta(1)
    return day


def gauss_easter(year: int) -> date:
    """Gauss's own rule, to proofread the printed days."""
    a, b, c = year % 19, year % 4, year % 7
    century = year // 100
    p = (13 + 8 * century) // 25
    q = century // 4
    m = (15 - p + century - q) % 30
    n = (4 + century - q) % 7
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + n) % 7
    if d == 29 and e == 6:
        return date(year, 4, 19)
    if d == 28 and e == 6 and (11 * m + 11) % 30 < 19:
        return date(year, 4, 18)
    return date(year, 3, 22) + timedelta(d + e)
