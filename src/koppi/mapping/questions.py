"""The three questions, and the word of each lamp under each of them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .lights import GREEN, RED, YELLOW


@dataclass(frozen=True, slots=True)
class Question:
    """``name`` is the field of the answer; ``heading`` stands in the grid."""

    name: str
    asks: str
    hint: str
    heading: str
    words: dict[str, str]

    @property
    def choices(self) -> list[tuple[str, str]]:
        return list(self.words.items())

    def word(self, light: str) -> str:
        return self.words.get(light, _("Odottaa"))


QUESTIONS = (
    Question(
        "knows",
        _("Onko sinulla tietoa, josta on nyt apua?"),
        _("Et kirjoita tietoja tähän. Kerrot ne tapaamisessa."),
        _("Tietoa"),
        {GREEN: _("Kyllä"), YELLOW: _("Vähän"), RED: _("Ei")},
    ),
    Question(
        "shares",
        _("Näetkö saman tuen tarpeen?"),
        _("Oma arviosi riittää. Se voi myös muuttua."),
        _("Tuen tarve"),
        {GREEN: _("Kyllä"), YELLOW: _("Osittain"), RED: _("En")},
    ),
    Question(
        "available",
        _("Voitko tulla mukaan?"),
        _("Mukaan voi tulla myös etänä."),
        _("Mukaan"),
        {GREEN: _("Kyllä"), YELLOW: _("Ehkä"), RED: _("En nyt")},
    ),
)
BY_NAME = {question.name: question for question in QUESTIONS}
# One tap: nothing to add. It is an answer as good as any.
NOTHING_TO_ADD = {question.name: RED for question in QUESTIONS}
