"""The words on the screen: where they stand in the code, what the catalogues hold, and what must not be said.

Finnish is written in the code; Swedish and English are catalogues. No gettext is needed on the machine.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

FUNCTIONS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "ngettext_noop"} | {
    f"{kind}gettext{lazy}" for kind in ("p", "np") for lazy in ("", "_lazy")
}
# Words that judge or sort people: never on the screen (docs/glossary.md).
FORBIDDEN = re.compile(r"huoli-?ilmoit|ongelmaperhe|asiakastapau|riskilap", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
IN_TEMPLATE = re.compile(r"\b(_|n?p?gettext|npgettext)\(")


@dataclass(frozen=True, slots=True)
class Words:
    """One text to translate, as gettext knows it; where it stands does not make it another."""

    msgid: str
    plural: str = ""
    context: str = ""
    place: str = field(default="", compare=False)


def in_python(source: str, place: str = "") -> Iterator[Words]:
    """Find the texts given to gettext's functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (name := _name(node.func)) in FUNCTIONS:
            texts = [
                arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            if texts:
                yield _words(name, texts, f"{place}:{node.lineno}")


def in_template(source: str, place: str = "") -> Iterator[Words]:
    """Find the texts of `{% translate %}`, `{% blocktranslate %}` and `_("…")`."""
    pythonish = templatize(source)
    for found in IN_TEMPLATE.finditer(pythonish):
        call = _call_at(pythonish, found.start())
        yield from in_python(call, place)


def _call_at(text: str, start: int) -> str:
    """Return the call that begins at `start`, to its closing bracket outside of quotes."""
    for end in (found.end() for found in re.finditer(r"\)", text[start:])):
        try:
            ast.parse(text[start : start + end])
        except SyntaxError:
            continue
        return text[start : start + end]
    return "None"


def _name(function: ast.expr) -> str:
    return getattr(function, "id", "") or getattr(function, "attr", "")


def _words(name: str, texts: list[str], place: str) -> Words:
    context = texts.pop(0) if name.lstrip("n").startswith("p") and len(texts) > 1 else ""
    plural = texts[1] if "ngettext" in name or name.startswith("np") else ""
    return Words(texts[0], plural, context, place)


def in_the_code(root: Path) -> set[Words]:
    """Return every text of the package below `root`."""
    found: set[Words] = set()
    for path in sorted(root.rglob("*.py")):
        if "migrations" not in path.parts:
            found.update(in_python(path.read_text(encoding="utf-8"), str(path.relative_to(root))))
    for path in sorted([*root.glob("*/templates/**/*.html"), *root.glob("*/templates/**/*.txt")]):
        found.update(in_template(path.read_text(encoding="utf-8"), str(path.relative_to(root))))
    return found


def catalogues() -> list[Path]:
    return sorted(
        path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po")
    )


def uncompiled() -> list[Path]:
    """Return the catalogues the server cannot read yet, or reads an older version of."""
    return [path for path in catalogues() if not _is_fresh(path.with_suffix(".mo"), path)]


def _is_fresh(compiled: Path, source: Path) -> bool:
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime


def compile_catalogue(path: Path) -> None:
    polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def faults(language: str, catalogue: Iterable[polib.POEntry], said: set[Words]) -> Iterator[str]:
    """Say what is missing from a language: texts it lacks, leaves open or fills with other blanks."""
    entries = {(entry.msgid, entry.msgctxt or ""): entry for entry in catalogue if not entry.obsolete}
    for words in sorted(said, key=lambda words: (words.place, words.msgid)):
        entry = entries.get((words.msgid, words.context))
        if entry is None or not entry.translated():
            yield f"{language}: {words.place}: not translated: {words.msgid!r}"
        elif not _same_blanks(words, entry):
            yield f"{language}: {words.place}: other placeholders than in Finnish: {words.msgid!r}"


def _same_blanks(words: Words, entry: polib.POEntry) -> bool:
    known = set(PLACEHOLDER.findall(words.msgid)) | set(PLACEHOLDER.findall(words.plural))
    told = [set(PLACEHOLDER.findall(text)) for text in (entry.msgstr_plural or {0: entry.msgstr}).values()]
    return all(blanks <= known for blanks in told) and known == set().union(*told)


def unkind(said: set[Words]) -> Iterator[str]:
    """Say which texts hold a word Koppi does not use of people."""
    for words in sorted(said, key=lambda words: words.place):
        if FORBIDDEN.search(f"{words.msgid} {words.plural}"):
            yield f"{words.place}: a word Koppi does not use: {words.msgid!r}"
