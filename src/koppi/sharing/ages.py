"""What a child's age means by law in sharing. Age gives the right to be heard, never the answer."""

from calendar import isleap
from datetime import date

HEARD_FROM = 12
PARTY_FROM = 15


def age_on(day: date, born_on: date) -> int:
    """Return the age in whole years; who was born on 29.2. is a year older on 28.2. in other years."""
    years = day.year - born_on.year
    birthday = (born_on.month, born_on.day)
    if birthday == (2, 29) and not isleap(day.year):
        birthday = (2, 28)
    return years - ((day.month, day.day) < birthday)


def is_heard_formally(day: date, born_on: date) -> bool:
    """Must a child of this age be given an occasion to be heard?

    Source: hallintolaki (434/2003) 34 §, lastensuojelulaki (417/2007) 20–21 §.
    """
    return age_on(day, born_on) >= HEARD_FROM


def is_party_beside_custodian(day: date, born_on: date) -> bool:
    """Has a minor of this age a say of their own beside the custodian?

    Source: hallintolaki (434/2003) 14 §.
    """
    return age_on(day, born_on) >= PARTY_FROM
