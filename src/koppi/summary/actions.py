"""Writing the shared summary together, and pointing a part of it out to a colleague."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.delivery import actions as delivery
from koppi.families.models import Family
from koppi.people.models import Post
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing.access import require_change
from koppi.sharing.models import Kind, Record
from koppi.sharing.records import new_record

from . import access
from .merging import lines_of
from .models import LINE, LINES, Highlight, Part, SummaryPart, SummaryVersion


class TooLong(Refused):
    """A part says more than three lines of eighty characters."""


class WrittenMeanwhile(Refused):
    """Somebody else changed the part after this writer opened it. ``now`` is the part as it stands."""

    def __init__(self, sentence: str, now: SummaryPart):
        super().__init__(sentence)
        self.now = now


class NotInTeam(Refused):
    """A highlight was meant for somebody who does not work with the family."""


class AlreadyHighlighted(Refused):
    """The same wording waits for the same person already."""


@action
def write_part(
    *, by: Viewer, family: Family, part: str, text: str, seen_version: int, written_with_family: bool = False
) -> SummaryPart:
    """Write one part anew. What it said before stays readable behind the same door.

    :raises TooLong: more than three lines of eighty characters.
    :raises WrittenMeanwhile: the part is not at ``seen_version`` any more; nothing is overwritten.
    """
    require_change(by, family)
    lines = lines_of(text)
    check_length(lines)
    row = _row(by, family, Part(part))
    values = {
        "text": "\n".join(lines), "version": seen_version + 1, "changed_at": by.at,
        "changed_by_person_id": by.person_id, "changed_by_post_id": by.post.id if by.post else None,
        "written_with_family": written_with_family,
    }  # fmt: skip
    if not SummaryPart.objects.filter(pk=row.pk, version=seen_version).update(**values):
        row.refresh_from_db()
        raise WrittenMeanwhile(_("Joku muutti tätä juuri. Katso molemmat tekstit ja yhdistä ne."), row)
    row.refresh_from_db()
    _remember(by, row)
    subjects = [family.pk, *row.record.subjects.values_list("person_id", flat=True)]
    trail.leave(by, "summary.written", row, subjects=subjects, part=row.part, version=row.version)
    return row


@action
def highlight(*, by: Viewer, part: SummaryPart, to_post: Post, words: str = "") -> Highlight:
    """Point a part out to a professional of the team; the sender sees when it was seen.

    :raises NotInTeam: the receiver does not work with the family now.
    :raises AlreadyHighlighted: the same wording waits for them already.
    """
    family = part.record.family
    require_change(by, family)
    if not access.receivers_for(by, family).filter(pk=to_post.pk).exists():
        raise NotInTeam(_("Voit nostaa asian vain tiimissä olevalle. Ota hänet ensin tiimiin."))
    waiting = Highlight.objects.filter(part=part, to_post=to_post, version=part.version, seen_at=None)
    if waiting.exists():
        raise AlreadyHighlighted(_("Tämä odottaa jo häntä. Näet tästä, kun hän on nähnyt sen."))
    made = Highlight.objects.create(
        part=part, version=part.version, by_post_id=by.post.id, to_post=to_post, words=words, sent_at=by.at
    )
    delivery.notify(by=by, to=f"e:{to_post.pk}", kind="summary.highlighted", about=made)
    trail.leave(by, "summary.highlighted", made, subjects=[family.pk], to=to_post.pk)
    return made


@action
def see_highlight(*, by: Viewer, highlight: Highlight) -> Highlight:
    """Receipt: the one it was meant for has opened it. The first moment stays.

    :raises NotInTeam: it was meant for somebody else.
    """
    if by.post is None or by.post.id != highlight.to_post_id:
        raise NotInTeam(_("Nosto on toiselle ihmiselle."))
    is_first = bool(Highlight.objects.filter(pk=highlight.pk, seen_at=None).update(seen_at=by.at))
    trail.leave(by, "summary.highlight_seen", highlight, is_first=is_first)
    highlight.refresh_from_db()
    return highlight


def _row(by: Viewer, family: Family, part: Part) -> SummaryPart:
    """Return the part's row, made when this is the first word. One record holds the three parts."""
    Family.objects.select_for_update().get(pk=family.pk)
    record = access.record_of(by, family) or _new_record(by, family)
    row, _is_new = SummaryPart.objects.get_or_create(record=record, part=part)
    return row


def _new_record(by: Viewer, family: Family) -> Record:
    return new_record(by=by, family=family, kind=Kind.SUMMARY, subjects=access.whom_it_is_about(family))


def _remember(by: Viewer, row: SummaryPart) -> None:
    SummaryVersion.objects.create(
        part=row, version=row.version, text=row.text, at=by.at, by_person_id=by.person_id,
        by_post_id=by.post.id if by.post else None,
    )  # fmt: skip


def check_length(lines: tuple[str, ...]) -> None:
    """:raises TooLong: the sentence says how much to leave out."""
    if len(lines) > LINES:
        raise TooLong(_("Rivejä on enintään kolme. Yhdistä tai jätä jotain pois."))
    for number, line in enumerate(lines, 1):
        if len(line) > LINE:
            over = len(line) - LINE
            words = ngettext(
                "Rivi %(n)s on liian pitkä. Lyhennä %(over)s merkki.",
                "Rivi %(n)s on liian pitkä. Lyhennä %(over)s merkkiä.",
                over,
            )
            raise TooLong(words % {"n": number, "over": over})
