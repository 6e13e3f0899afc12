"""The two secrets of a way in: what stands in the link, and the digits told by another way. Pure.

The link's part has 80 random bits in letters that nobody mixes up, so that it can also be typed from paper.
Only hashes are kept. A hash of six digits alone would be found by trying, so the digits are hashed together
with the link's part, which is kept nowhere.
"""

import hashlib
import secrets

# Crockford's base 32: no I, L, O or U, and whoever types those is understood.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_token() -> str:
    """Return the secret part of a new link."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def new_digits() -> str:
    """Return six digits."""
    return f"{secrets.randbelow(10**6):06}"


def typed_token(text: str) -> str:
    """Return what somebody typed from paper in its one form: spaces and hyphens do not count."""
    return "".join(sign for sign in text.upper().translate(_READ_AS) if sign in SIGNS)


def typed_digits(text: str) -> str:
    return "".join(sign for sign in text if sign in "0123456789")


def in_groups(token: str) -> str:
    """Return the token as it is printed: four groups of four."""
    return "-".join(token[i : i + 4] for i in range(0, len(token), 4))


def hash_of(token: str) -> str:
    """Return what is kept of a link; 80 random bits need no salt."""
    return hashlib.sha256(b"koppi way in" + token.encode()).hexdigest()


def digits_hash(token: str, digits: str) -> str:
    """Return what is kept of the digits; to try them one needs the link."""
    return hashlib.sha256(b"koppi digits" + token.encode() + b":" + digits.encode()).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Compare two hashes in a time that tells nothing."""
    return secrets.compare_digest(one, other)
