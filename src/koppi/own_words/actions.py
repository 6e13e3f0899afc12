"""Saying something in one's own words, opening and closing it, saying it anew, taking it back."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.families.models import Family, Member
from koppi.people.models import Person, Post
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing import actions as sharing
from koppi.sharing.access import require_change
from koppi.sharing.models import Kind, Matter
from koppi.sharing.records import new_record

from .access import is_author, said_by, shares_of
from .models import OwnView, OwnViewVersion, Piece
from .own_space import words_door

# What a form has made of a file: its new bytes and their type.
File = tuple[bytes, str] | None


class NotOwnWords(Refused):
    """Words were put into the mouth of somebody else."""


class TakenBack(Refused):
    """The words have been taken back."""


class NotInFamily(Refused):
    """The one whose words these would be does not belong to the family."""


@action
def say(
    *, by: Viewer, family: Family, person: Person, text: str, shares: Iterable[str] = (),
    told_to: Post | None = None, matter: str = Matter.ANY, picture: File = None, voice: File = None,
) -> OwnView:  # fmt: skip
    """Write down how ``person`` sees things, alone or together with a professional (``told_to``).

    What is written together is always open to the person themselves.

    :raises NotOwnWords: a client writes for somebody else, or a worker without saying who was told.
    """
    _require_speaker(by, family, person, told_to)
    record = new_record(by=by, family=family, kind=Kind.OWN_WORDS, subjects=[person.pk], matter=matter)
    view = OwnView.objects.create(record=record, person=person, text=text, told_to=told_to, said_at=by.at)
    _put(by, view, picture, voice)
    _open_to(by, view, shares)
    trail.leave(by, "own_words.said", view, subjects=[family.pk, person.pk], action="create")
    return view


@action
def change_words(
    *, by: Viewer, view: OwnView, text: str, shares: Iterable[str] | None = None, picture: File = None,
    voice: File = None, without: Iterable[str] = (),
) -> OwnView:  # fmt: skip
    """Say it anew, and choose again who sees it. The earlier wording is kept for the author.

    A new picture or voice takes the place of the former, which is gone; ``without`` names those to remove.

    :raises NotOwnWords: only whoever wrote it down changes it.
    :raises TakenBack: it has been taken back meanwhile.
    """
    _require_author(by, view)
    here = OwnView.objects.select_for_update().filter(pk=view.pk, taken_back_at=None).first()
    if here is None:
        raise TakenBack(_("Olet ottanut tämän takaisin. Kirjoita uusi."))
    if here.text != text:
        OwnViewVersion.objects.create(view=here, text=here.text, said_at=here.said_at)
        OwnView.objects.filter(pk=here.pk).update(text=text, said_at=by.at)
    Piece.objects.filter(view=here, form__in=list(without)).delete()
    _put(by, here, picture, voice)
    if shares is not None:
        _open_to(by, view, shares)
    trail.leave(by, "own_words.changed", view, subjects=[view.record.family_id, view.person_id])
    view.refresh_from_db()
    return view


@action
def choose_who_sees(*, by: Viewer, view: OwnView, shares: Iterable[str]) -> OwnView:
    """Choose again who sees one's own words, also those a professional wrote down.

    :raises NotOwnWords: they are somebody else's.
    :raises TakenBack: they have been taken back.
    """
    if not said_by(by, view):
        _require_author(by, view)
    if view.taken_back_at:
        raise TakenBack(_("Sanat on otettu takaisin. Kirjoita uudet."))
    _open_to(by, view, shares)
    trail.leave(by, "own_words.opened", view, subjects=[view.record.family_id, view.person_id])
    return view


@action
def take_back(*, by: Viewer, view: OwnView) -> OwnView:
    """Close the words from everybody. Whoever wrote them may, and whoever said them.

    :raises NotOwnWords: they are somebody else's.
    """
    if not said_by(by, view):
        _require_author(by, view)
    OwnView.objects.filter(pk=view.pk, taken_back_at=None).update(taken_back_at=by.at)
    if is_author(by, view):
        for holder in shares_of(by, view):
            sharing.unshare_words(by=by, record=view.record, holder=holder)
    trail.leave(by, "own_words.taken_back", view, subjects=[view.record.family_id, view.person_id])
    view.refresh_from_db()
    return view


def _put(by: Viewer, view: OwnView, picture: File, voice: File) -> None:
    """Keep new pieces in the place of former ones, and note on the words what stands beside them."""
    for form, file in ((Piece.Form.PICTURE, picture), (Piece.Form.VOICE, voice)):
        if file is not None:
            content, content_type = file
            kept = {"content": content, "content_type": content_type, "added_at": by.at}
            Piece.objects.filter(view=view, form=form).delete()
            Piece.objects.create(view=view, form=form, **kept)
    forms = set(Piece.objects.filter(view=view).values_list("form", flat=True))
    view.has_picture, view.has_voice = Piece.Form.PICTURE in forms, Piece.Form.VOICE in forms
    OwnView.objects.filter(pk=view.pk).update(has_picture=view.has_picture, has_voice=view.has_voice)


def _require_speaker(by: Viewer, family: Family, person: Person, told_to: Post | None) -> None:
    if not Member.objects.filter(family=family, person=person, ends_on=None).exists():
        raise NotInFamily(_("Hän ei kuulu tähän perheeseen. Lisää hänet ensin kuvaan."))
    if by.is_client:
        words_door(by, family.pk)
        if person.pk != by.person_id or told_to is not None:
            raise NotOwnWords(_("Voit kirjoittaa vain omasta puolestasi."))
        return
    require_change(by, family)
    if told_to is None or by.post is None or told_to.pk != by.post.id:
        raise NotOwnWords(
            _("Kirjaa sanat yhdessä: ammattilainen kirjaa sen, mitä hänelle itselleen kerrotaan.")
        )


def _require_author(by: Viewer, view: OwnView) -> None:
    if not is_author(by, view):
        raise NotOwnWords(_("Vain kirjoittaja voi muuttaa näitä sanoja."))
    if by.is_worker:
        require_change(by, view.record.family)


def _open_to(by: Viewer, view: OwnView, shares: Iterable[str]) -> None:
    wanted = set(shares)
    if view.told_to_id:
        wanted.add(f"p:{view.person_id}")
    now = shares_of(by, view)
    for holder in sorted(wanted - now):
        sharing.share_words(by=by, record=view.record, holder=holder)
    for holder in sorted(now - wanted):
        sharing.unshare_words(by=by, record=view.record, holder=holder)
