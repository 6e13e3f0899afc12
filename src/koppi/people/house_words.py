"""What the house writes where people may type too: a code, said in the language of whoever reads it."""

from django.db.models import TextChoices

# No person types this, so a code and what was typed cannot be taken for each other.
PREFIX = "house:"


def in_words(text: str, codes: type[TextChoices]) -> str:
    """Return the words of a code; what a person typed is returned as it was typed."""
    return str(codes(text).label) if text in codes.values else text
