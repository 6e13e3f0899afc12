"""A drawing, a photograph and a voice beside the words: re-made, closed, and gone with them."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from koppi.audit.models import AuditEvent
from koppi.own_words import actions, pictures, voices
from koppi.own_words.models import OwnView, Piece
from koppi.sharing import actions as sharing
from tests import make
from tests.services.conftest import World, a_world

WEBM = b"\x1aE\xdf\xa3" + b"\x00" * 200
SECRET = "KN-turvapaikka"


def a_photograph() -> bytes:
    """A JPEG that tells where, when and with what it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0132], exif[0x0112] = SECRET, "2026:11:01 10:00:00", 6
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (60.0, 10.0, 0.0)
    out = BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG", exif=exif, comment=SECRET.encode())
    return out.getvalue()


def a_drawing() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", SECRET)
    out = BytesIO()
    Image.new("RGBA", (30, 20), (0, 0, 0, 0)).save(out, "PNG", pnginfo=told)
    return out.getvalue()


@pytest.fixture
def world(db) -> World:
    return a_world(datetime.now(UTC))


@pytest.fixture
def page(world, client):
    world.mother  # noqa: B018 - makes the mother's account
    client.force_login(world.sanna.account)
    client.address = f"/perhe/{world.family.pk}/omin-sanoin/"
    return client


def sent(content: bytes, name="Oulun_turvakoti.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def said(page, **what) -> str:
    """Say something and return its address."""
    assert page.post(f"{page.address}uusi/", what).status_code == 302
    return f"{page.address}{OwnView.objects.latest('said_at').record_id}/"


@pytest.mark.parametrize(("given", "kind"), [(a_photograph(), "image/jpeg"), (a_drawing(), "image/png")])
def test_a_picture_is_drawn_anew_and_tells_nothing_of_where_it_was_made(given, kind):
    content, content_type = pictures.drawn_anew(BytesIO(given))
    again = Image.open(BytesIO(content))

    assert content_type == kind
    assert SECRET.encode() not in content
    assert not again.getexif()
    assert not {key for key in again.info if key not in ("jfif", "jfif_version", "jfif_unit", "jfif_density")}


def test_a_photograph_is_turned_upright_and_what_is_clear_becomes_paper():
    upright = Image.open(BytesIO(pictures.drawn_anew(BytesIO(a_photograph()))[0]))
    clear = Image.open(BytesIO(pictures.drawn_anew(BytesIO(a_drawing()))[0]))

    assert upright.size == (40, 60)
    assert clear.getpixel((5, 5)) == (255, 255, 255)


def test_a_picture_is_made_small_enough_to_look_at():
    out = BytesIO()
    Image.new("RGB", (4000, 1000)).save(out, "PNG")

    assert Image.open(BytesIO(pictures.drawn_anew(BytesIO(out.getvalue()))[0])).size == (1600, 400)


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg onload='x'/>", b"GIF89a" + b"0" * 50, b"\x89PNG\r\n\x1a\n" + b"0" * 50, a_photograph()[:80]],
)
def test_what_only_looks_like_a_picture_is_refused(content):
    with pytest.raises(pictures.NotAPicture):
        pictures.drawn_anew(BytesIO(content))


def test_a_bomb_of_a_picture_is_refused_before_it_is_unpacked():
    out = BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")

    with pytest.raises(pictures.NotAPicture):
        pictures.drawn_anew(BytesIO(out.getvalue()))


def test_a_voice_is_known_by_its_first_bytes_and_may_not_tell_a_place():
    assert voices.kind_of(WEBM) == "audio/webm"
    assert voices.kind_of(b"\x00\x00\x00\x18ftypM4A ") == "audio/mp4"
    with pytest.raises(voices.NotAVoice):
        voices.kind_of(b"<html>")
    with pytest.raises(voices.TellsPlace):
        voices.kind_of(b"\x00\x00\x00\x18ftypM4A " + b"\xa9xyz+60.1/")


def test_a_picture_alone_is_enough_and_its_author_sees_it(page):
    address = said(page, picture=sent(a_photograph()))
    answer = page.get(f"{address}kuva/")

    assert answer["Content-Type"] == "image/jpeg"
    assert "Oulun" not in str(answer.headers)
    assert str(Piece.objects.get().pk) in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert SECRET.encode() not in answer.content


def test_nothing_at_all_and_a_wrong_file_are_answered_with_a_sentence(page):
    empty = page.post(f"{page.address}uusi/", {"text": ""})
    page_of = page.post(f"{page.address}uusi/", {"text": "Hei", "picture": sent(b"<svg/>", "x.svg")})
    loud = page.post(f"{page.address}uusi/", {"voice": sent(b"<html>", "x.webm")})

    assert "lisää kuva tai ääni" in empty.content.decode()
    assert "Kuvaa ei voi lukea." in page_of.content.decode()
    assert "Äänitettä ei voi lukea." in loud.content.decode()
    assert not OwnView.objects.exists()


def test_too_large_a_file_is_refused_and_too_large_a_request_is_not_even_read(page, settings):
    settings.KOPPI_PICTURE_MB = settings.KOPPI_VOICE_MB = 0
    late = page.post(f"{page.address}uusi/", {"picture": sent(a_photograph()), "voice": sent(WEBM)})
    assert "Kuva on liian iso." in late.content.decode()
    assert "Äänite on liian pitkä." in late.content.decode()
    settings.KOPPI_UPLOAD_MB = 0

    assert page.post(f"{page.address}uusi/", {"text": "Hei"}).status_code == 413


def test_a_picture_and_a_voice_follow_the_words_whoever_asks(world, page):
    address = said(page, text="Katso", picture=sent(a_drawing()), voice=sent(WEBM), shares=["t:"])
    page.force_login(world.anna.person.account)
    assert page.get(f"{address}kuva/").status_code == page.get(f"{address}aani/").status_code == 200
    assert f"{address}kuva/" in page.get(page.address).content.decode()
    assert AuditEvent.objects.filter(did="sharing.saw_record", by=f"e:{world.anna.pk}").exists()
    page.force_login(world.sanna.account)
    page.post(address, {"text": "Katso"})
    page.force_login(world.anna.person.account)

    assert page.get(f"{address}kuva/").status_code == page.get(f"{address}aani/").status_code == 404


def test_what_is_taken_back_is_gone_for_all_but_its_speaker(world, page):
    address = said(page, picture=sent(a_drawing()), shares=["t:"])
    page.post(f"{address}takaisin/")
    assert page.get(f"{address}kuva/").status_code == 200
    page.force_login(world.anna.person.account)

    assert page.get(f"{address}kuva/").status_code == 404


def test_a_new_picture_takes_the_place_of_the_former_and_can_be_removed(page):
    address = said(page, text="Katso", picture=sent(a_drawing()), voice=sent(WEBM))
    first = page.get(f"{address}kuva/").content
    page.post(address, {"text": "Katso", "picture": sent(a_photograph())})
    assert page.get(f"{address}kuva/").content != first
    assert Piece.objects.count() == 2
    page.post(address, {"text": "Katso", "without": ["PICTURE", "VOICE"]})

    assert not Piece.objects.exists()
    assert page.get(f"{address}kuva/").status_code == 404


def test_the_last_piece_cannot_be_removed_from_words_without_text(page):
    address = said(page, picture=sent(a_drawing()))

    assert page.post(address, {"text": "", "without": ["PICTURE"]}).status_code == 422
    assert page.post(address, {"text": ""}).status_code == 302


def test_one_may_speak_on_the_page_of_writing_and_nowhere_else(page):
    assert "microphone=(self)" in page.get(f"{page.address}uusi/")["Permissions-Policy"]
    assert "microphone=()" in page.get(page.address)["Permissions-Policy"]


# A5: whose words are seen by whom


def father_of(world) -> object:
    father = make.a_person("Petri")
    make.a_member(world.family, father)
    make.custody(father, world.emma)
    sharing.members_changed(by=world.by, family=world.family)
    return make.a_client(father, world.at)


def words_of(viewer, world) -> str:
    from django.test import Client

    client = Client()
    client.force_login(make.Account.objects.get(pk=viewer.account_id))
    return client.get(f"/perhe/{world.family.pk}/omin-sanoin/").content.decode()


def test_the_views_of_two_parents_are_hidden_from_each_other_until_they_open_them(world):
    father = father_of(world)
    hers = actions.say(
        by=world.mother, family=world.family, person=world.sanna, text="Äidin näkemys", shares=["t:"]
    )
    actions.say(
        by=father,
        family=world.family,
        person=make.Person.objects.get(pk=father.person_id),
        text="Isän näkemys",
        shares=["t:"],
    )
    assert "Äidin näkemys" not in words_of(father, world)
    assert "Isän näkemys" not in words_of(world.mother, world)
    assert "Isän näkemys" in words_of(father, world)
    actions.choose_who_sees(by=world.mother, view=hers, shares=["t:", f"p:{father.person_id}"])

    assert "Äidin näkemys" in words_of(father, world)
    assert "Isän näkemys" not in words_of(world.mother, world)


@pytest.mark.parametrize("with_worker", [False, True])
def test_a_childs_view_can_be_closed_to_the_parents(world, with_worker):
    child = make.a_client(world.emma, world.at)
    if with_worker:
        view = actions.say(
            by=world.by, family=world.family, person=world.emma, text="Vain aikuiselle töissä",
            told_to=world.anna, shares=["t:", f"p:{world.sanna.pk}"],
        )  # fmt: skip
    else:
        view = actions.say(
            by=child, family=world.family, person=world.emma, text="Vain aikuiselle töissä",
            shares=["t:", f"p:{world.sanna.pk}"],
        )  # fmt: skip
    assert view.text in words_of(world.mother, world)
    actions.choose_who_sees(by=child, view=view, shares=["t:"])

    assert view.text not in words_of(world.mother, world)
    assert view.text in words_of(world.by, world)
    assert view.text in words_of(child, world)


def test_a_child_whose_capacity_nobody_has_judged_has_a_space_of_their_own_and_sees_nothing_else(world, page):
    actions.say(by=world.mother, family=world.family, person=world.sanna, text="Äidin näkemys", shares=["t:"])
    make.a_client(world.emma)
    page.force_login(world.emma.account)
    assert page.get("/").url == page.address
    assert page.get(f"/perhe/{world.family.pk}/").status_code == 404
    shown = page.get(page.address).content.decode() + page.get(f"{page.address}uusi/").content.decode()
    assert "Sanna" not in shown
    assert world.family.name not in shown
    address = said(page, text="Minun asiani", picture=sent(a_drawing()), shares=["t:"])

    assert page.get(f"{address}kuva/").status_code == 200
    assert "Minun asiani" in page.get(page.address).content.decode()
    assert "Minun asiani" in words_of(world.by, world)
    assert "Minun asiani" not in words_of(world.mother, world)
    assert (
        page.post(f"{page.address}uusi/", {"text": "x", "shares": [f"p:{world.sanna.pk}"]}).status_code == 422
    )


def test_a_grown_up_who_sees_nothing_has_no_such_space(world, page):
    father = make.a_person("Petri")
    make.a_member(world.family, father)
    sharing.members_changed(by=world.by, family=world.family)
    sharing.restrict(
        by=world.by, family=world.family, kind="PERSON", protected=[world.emma, world.sanna],
        kept_out=f"p:{father.pk}", cause="VIOLENCE", words="x", review_on=world.by.today + make.DAY,
    )  # fmt: skip
    make.a_client(father)
    page.force_login(father.account)

    assert page.get(page.address).status_code == 404


def test_only_the_speaker_or_the_writer_chooses_who_sees(world):
    view = actions.say(by=world.mother, family=world.family, person=world.sanna, text="Omani", shares=["t:"])
    for viewer in (world.by, father_of(world), make.a_client(world.emma, world.at)):
        with pytest.raises(actions.NotOwnWords):
            actions.choose_who_sees(by=viewer, view=view, shares=[])


def test_a_child_closes_on_the_page_what_a_worker_wrote_down(world, page):
    view = actions.say(
        by=world.by,
        family=world.family,
        person=world.emma,
        text="Yhdessä",
        told_to=world.anna,
        shares=[f"p:{world.sanna.pk}"],
    )
    address = f"{page.address}{view.record_id}/kuka-nakee/"
    assert page.get(address).status_code == 404  # the mother reads it, but it is not hers to open
    make.a_client(world.emma)
    page.force_login(world.emma.account)
    assert "Kuka näkee" in page.get(page.address).content.decode()
    assert page.post(address, {"shares": []}).status_code == 302

    assert "Yhdessä" not in words_of(world.mother, world)
