import polib

from koppi.site import messages
from koppi.site.messages import Words


def test_texts_are_found_in_python():
    source = """
_("Yksi")
gettext_lazy("Kaksi")
ngettext("%(n)s päivä", "%(n)s päivää", n)
pgettext("viikonpäivä", "ma")
npgettext("c", "yksi", "monta", n)
other("Ei tämä")
_(name)
"""
    assert set(messages.in_python(source)) == {
        Words("Yksi"),
        Words("Kaksi"),
        Words("%(n)s päivä", "%(n)s päivää"),
        Words("ma", context="viikonpäivä"),
        Words("yksi", "monta", "c"),
    }


def test_texts_are_found_in_templates():
    source = """{% load i18n %}
{% translate "Hei (sinä)" %} {% translate "ma" context "viikonpäivä" %}
{% blocktranslate trimmed with who=name %}
  Hei,
  {{ who }}!
{% endblocktranslate %}
{% blocktranslate count n=rows %}{{ n }} rivi{% plural %}{{ n }} riviä{% endblocktranslate %}
{% include "x.html" with label=_("Tallenna") %} {{ _("Poista") }}
Ei käännettävää (sulut) "lainaus" it's.
"""
    assert set(messages.in_template(source)) == {
        Words("Hei (sinä)"),
        Words("ma", context="viikonpäivä"),
        Words("Hei, %(who)s!"),
        Words("%(n)s rivi", "%(n)s riviä"),
        Words("Tallenna"),
        Words("Poista"),
    }


def entry(msgid: str, msgstr: str = "", **more) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **more)


def test_a_text_is_missing_when_absent_empty_or_doubtful():
    said = {Words("a"), Words("b"), Words("c"), Words("d")}
    known = [entry("b"), entry("c", "c", flags=["fuzzy"]), entry("d", "d")]
    assert [fault.split()[-1] for fault in messages.faults("sv", known, said)] == ["'a'", "'b'", "'c'"]


def test_a_translation_keeps_the_blanks_of_the_text():
    said = {Words("Hei %(who)s")}
    assert list(messages.faults("sv", [entry("Hei %(who)s", "Hej %(who)s")], said)) == []
    assert len(list(messages.faults("sv", [entry("Hei %(who)s", "Hej %(vem)s")], said))) == 1
    assert len(list(messages.faults("sv", [entry("Hei %(who)s", "Hej")], said))) == 1


def test_a_plural_may_leave_the_number_out_of_one_form():
    said = {Words("%(n)s päivä", "%(n)s päivää")}
    told = entry("%(n)s päivä", msgid_plural="%(n)s päivää", msgstr_plural={0: "en dag", 1: "%(n)s dagar"})
    assert list(messages.faults("sv", [told], said)) == []


def test_words_that_judge_people_are_found():
    assert (
        len(list(messages.unkind({Words("Tee huoli-ilmoitus"), Words("Uusi asiakastapaus"), Words("Hei")})))
        == 2
    )


def test_a_catalogue_is_compiled_until_it_is_fresh(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    path = tmp_path / "sv" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.append(entry("Hei", "Hej"))
    catalogue.save(str(path))
    assert messages.uncompiled() == [path]
    messages.compile_catalogue(path)
    assert messages.uncompiled() == []
    assert polib.mofile(str(path.with_suffix(".mo")))[0].msgstr == "Hej"
