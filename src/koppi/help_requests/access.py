"""The doors of a request for help: the asker's own, the worker's, and the queue."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Value, When
from django.urls import reverse

from koppi.audit import trail
from koppi.people import whoswho
from koppi.people.access import may_manage
from koppi.people.models import Post, Unit
from koppi.people.period import on_day
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.sealing import keyed_hash
from koppi.workdays import HELSINKI, local_day

from . import county, sets, word_pair
from .cards import Named, OwnRequest, QueueLine, Said
from .models import Duty, Handover, HelpRequest, Knock, Queue
from .promise import answer_by, left
from .words import STATES, left_words

EXCERPT, ENOUGH, HOUR = 140, 20, timedelta(hours=1)
TRIES_FROM_ONE_PLACE, TRIES_ALTOGETHER = 10, 1000
UNANSWERED, MINE, OFFERED, LATE, ANSWERED, FLOOD, ALL = (
    "unanswered", "mine", "offered", "late", "answered", "flood", "all",
)  # fmt: skip


# ---- the asker


def asker_of(request_id: UUID, at: datetime, request_mark: str = "", language: str = "fi") -> Viewer:
    """Return the asker of a request as the one who looks: they hold this one request and nothing else."""
    return Viewer(
        None, None, "", None, at, guest_id=request_id, request_id=request_mark, purpose="own-matter",
        language=language,
    )  # fmt: skip


def own_request_for(viewer: Viewer) -> HelpRequest:
    """Open the asker's own request.

    :raises NotVisible: there is none any more.
    """
    found = HelpRequest.objects.select_related("queue__unit", "taken_by__person").filter(
        pk=viewer.guest_id, emptied_at=None
    )
    request = found.first() if viewer.guest_id else None
    if request is None:
        raise NotVisible
    trail.saw(viewer, "help_requests.own_seen", request)
    return request


def own_card(request: HelpRequest) -> OwnRequest:
    """Return what the asker sees of their request."""
    return OwnRequest(
        state=request.state, text=request.text, asked_at=request.asked_at, promised_at=request.promised_at,
        named=named_for(request), is_taken=request.taken_by_id is not None, lines=lines_of(request),
    )  # fmt: skip


def named_for(request: HelpRequest) -> Named | None:
    """Return the one person the asker is told of: who has taken it, else who keeps the queue."""
    post = request.taken_by or keeper_of(request.queue.unit)
    if post is None:
        return None
    return Named(post.person.name, post.said_title, post.phone or request.queue.unit.phone)


def keeper_of(unit: Unit) -> Post | None:
    """Return who answers for a queue as long as nobody has taken a request: the deputy, else the manager."""
    posts = Post.objects.select_related("person")
    return posts.filter(pk=unit.deputy_id).first() or manager_of(unit)


def manager_of(unit: Unit) -> Post | None:
    managers = Post.objects.select_related("person").filter(unit=unit, role="MANAGER", ends_on=None)
    return managers.order_by("starts_on", "id").first()


def lines_of(request: HelpRequest) -> tuple[Said, ...]:
    """Return what has been said, the oldest first."""
    rows = request.lines.select_related("post__person")
    return tuple(
        Said(
            row.text, row.said_at, row.post.person.name if row.post else "",
            row.get_way_display() if row.post and row.way != HelpRequest.Way.HERE else "",
        )
        for row in rows
    )  # fmt: skip


def id_by_words(typed: str) -> UUID | None:
    """Return the request a word pair belongs to."""
    canonical = word_pair.canonical(typed)
    if not canonical:
        return None
    rows = HelpRequest.objects.filter(words_hash=hash_of_words(canonical), emptied_at=None)
    return rows.values_list("pk", flat=True).first()


def hash_of_words(canonical: str) -> str:
    return keyed_hash(f"words {canonical}")


def origin_of(address: str) -> str:
    """Return a keyed mark of where somebody comes from; it cannot be turned back into the address."""
    return keyed_hash(f"origin {address}")[:16] if address else ""


def may_try_words(origin: str, at: datetime) -> bool:
    """Tell whether one more word pair may be tried from here, and by everybody together."""
    lately = Knock.objects.filter(at__gt=at - HOUR).aggregate(
        all=Count("pk"), here=Count("pk", filter=Q(origin=origin))
    )
    return lately["here"] < TRIES_FROM_ONE_PLACE and lately["all"] < TRIES_ALTOGETHER


def asked_lately(origin: str, at: datetime) -> int:
    """Return how many requests have come from one place within the hour."""
    return HelpRequest.objects.filter(origin=origin, asked_at__gt=at - HOUR).count() if origin else 0


def promise_now(at: datetime) -> datetime:
    """Return by when whoever asks now has an answer."""
    return answer_by(at, county.office())


def kept_share(today: date) -> tuple[date, int] | None:
    """Return last month and the share of its promises kept, in whole per cents; None when they are few."""
    first = today.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    month = HelpRequest.objects.filter(
        asked_at__gte=_midnight(before), asked_at__lt=_midnight(first), withdrawn_at=None
    )
    told = month.aggregate(all=Count("pk"), kept=Count("pk", filter=Q(answered_at__lte=F("promised_at"))))
    return (before, 100 * told["kept"] // told["all"]) if told["all"] >= ENOUGH else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), HELSINKI)


# ---- queues


def queue_for_municipality(municipality: str) -> Queue | None:
    """Return the queue of a municipality, else the one that takes all others."""
    order = Case(When(unit__municipality=municipality, then=0), When(is_default=True, then=1), default=2)
    return Queue.objects.filter(unit__is_active=True).select_related("unit").order_by(order, "pk").first()


def municipalities() -> list[str]:
    """Return the municipalities that have a family centre of their own to ask."""
    rows = Queue.objects.filter(unit__is_active=True).exclude(unit__municipality="")
    return sorted(set(rows.values_list("unit__municipality", flat=True)))


def queues_of(viewer: Viewer) -> QuerySet[Queue]:
    """Return the queues the viewer manages."""
    post = viewer.post
    if post is None or post.role not in {"MANAGER", "ADMIN"}:
        return Queue.objects.none()
    rows = Queue.objects.select_related("unit__organisation").order_by("unit__name")
    return rows if post.role == "ADMIN" else rows.filter(unit__organisation=post.organisation_id)


def queue_for(viewer: Viewer, pk: UUID) -> Queue:
    """Return a queue to manage.

    :raises NotVisible: it is not the viewer's.
    """
    queue = queues_of(viewer).filter(pk=pk).first()
    if queue is None or not may_manage(viewer, queue.unit.organisation_id):
        raise NotVisible
    return queue


def duties_of(viewer: Viewer, queue: Queue) -> list[tuple[Duty, str]]:
    """Return who answers a queue now, with words for each."""
    rows = list(queue.duties.in_force(viewer.at).order_by("starts_at", "id"))
    keys = [UUID(row.holder[2:]) for row in rows]
    names = {f"u:{unit.pk}": unit.said_name for unit in Unit.objects.filter(pk__in=keys)}
    posts = Post.objects.filter(pk__in=keys).select_related("person")
    names |= {f"e:{post.pk}": f"{post.person.name}, {post.said_title}" for post in posts}
    return [(row, names.get(row.holder, "")) for row in rows]


# ---- the worker


def request_for(viewer: Viewer, pk: UUID) -> HelpRequest:
    """Open a request; the look is written into the trail.

    :raises NotVisible: there is none, or it is not for this viewer.
    """
    trail.ensure_sealed(viewer.at)
    rows = HelpRequest.objects.select_related(
        "queue__unit", "taken_by__person", "family", "entered_by__person"
    )
    request = rows.filter(pk=pk).first()
    if request is None or not sets.may_see(viewer, sets.desk_of(viewer), request):
        raise NotVisible
    trail.saw(viewer, "help_requests.saw", request, subjects=[request.family_id] if request.family_id else [])
    return request


def is_mine(viewer: Viewer, request: HelpRequest) -> bool:
    """Tell whether the viewer has taken the request, or acts for the one who has."""
    return request.taken_by_id is not None and f"e:{request.taken_by_id}" in viewer.holders


def open_handover(request: HelpRequest) -> Handover | None:
    rows = request.handovers.filter(answered_at=None)
    return rows.select_related("giver__person", "receiver__person").first()


def handover_for(viewer: Viewer, pk: UUID) -> Handover:
    """Return the open offer of a request to the viewer.

    :raises NotVisible: nothing is offered to them.
    """
    handover = open_handover(request_for(viewer, pk))
    if handover is None or f"e:{handover.receiver_id}" not in viewer.holders:
        raise NotVisible
    return handover


def has_duty(viewer: Viewer) -> bool:
    desk = sets.desk_of(viewer)
    return desk is not None and bool(desk.queues)


def page_of_queue(viewer: Viewer, which: str, asker: str, number: object) -> Page:
    """Return one page of the queue as lines; the look is one entry in the trail."""
    trail.ensure_sealed(viewer.at)
    page = Paginator(_rows(viewer, which, asker), settings.KOPPI_PAGE_ROWS).get_page(number)
    page.object_list = _lines(viewer, list(page.object_list))
    _left_trace(viewer, page.object_list, "list")
    return page


def lines_to_export(viewer: Viewer, which: str, asker: str) -> list[QueueLine]:
    """Return every line of the queue as narrowed, for a file."""
    trail.ensure_sealed(viewer.at)
    lines = _lines(viewer, list(_rows(viewer, which, asker)))
    _left_trace(viewer, lines, "export")
    return lines


def _left_trace(viewer: Viewer, lines: list[QueueLine], how: str) -> None:
    ids = [line.id for line in lines]
    trail.saw(viewer, "help_requests.listed", ids, kind="help_requests.HelpRequest", action=how)


def waiting_for(viewer: Viewer, most: int = 10) -> list[QueueLine]:
    """Return what waits for this worker: what is offered to them, and what they took and did not answer."""
    posts = [UUID(holder[2:]) for holder in viewer.holders if holder.startswith("e:")]
    mine = Q(taken_by__in=posts) & sets.UNANSWERED
    offered = Q(handovers__answered_at=None, handovers__receiver__in=posts, closed_at=None, withdrawn_at=None)
    if not viewer.sees_content or not HelpRequest.objects.filter(mine | offered).exists():
        return []
    rows = sets.requests_visible_to(viewer).filter(mine | offered).distinct()
    return _lines(viewer, list(_with_people(rows).order_by("promised_at", "id")[:most]))


def _rows(viewer: Viewer, which: str, asker: str) -> QuerySet[HelpRequest]:
    desk = sets.desk_of(viewer)
    if desk is None:
        return HelpRequest.objects.none()
    is_open = Q(closed_at=None, withdrawn_at=None)
    wanted = {
        MINE: Q(taken_by__in=desk.posts) & is_open,
        OFFERED: Q(handovers__answered_at=None, handovers__receiver__in=desk.posts) & is_open,
        LATE: sets.UNANSWERED & Q(promised_at__lte=viewer.at),
        ANSWERED: Q(answered_at__isnull=False, withdrawn_at=None),
        FLOOD: sets.UNANSWERED & Q(is_flood=True),
        ALL: Q(),
        UNANSWERED: sets.UNANSWERED & Q(is_flood=False),
    }.get(which, sets.UNANSWERED & Q(is_flood=False) & (Q(taken_by=None) | Q(taken_by__in=desk.posts)))
    rows = sets.requests_visible_to(viewer, desk).filter(wanted)
    if asker:
        rows = rows.filter(asker=asker)
    # What may tell of danger comes first, then the nearest promise.
    first = Case(When(sets.UNANSWERED & Q(has_danger=True), then=Value(0)), default=Value(1))
    return _with_people(rows).order_by(first, "promised_at", "asked_at", "id")


def _with_people(rows: QuerySet[HelpRequest]) -> QuerySet[HelpRequest]:
    offers = Handover.objects.filter(answered_at=None)
    return rows.select_related("taken_by__person").prefetch_related(
        Prefetch("handovers", offers, to_attr="open_offers")
    )


def _lines(viewer: Viewer, rows: list[HelpRequest]) -> list[QueueLine]:
    office = county.office()
    return [_line(viewer, row, office) for row in rows]


def _line(viewer: Viewer, row: HelpRequest, office) -> QueueLine:
    rest = left(row.promised_at, viewer.at, office)
    is_waiting = row.is_open and row.answered_at is None
    return QueueLine(
        id=row.pk, asked_at=row.asked_at, promised_at=row.promised_at,
        left=left_words(rest) if is_waiting else "", is_late=is_waiting and rest.is_late,
        state=row.state, state_words=str(STATES[row.state]), channel=row.get_channel_display(),
        asker=row.get_asker_display(), way=row.get_way_display(), excerpt=_excerpt(row.text),
        taker=row.taken_by.person.name if row.taken_by else "", is_mine=is_mine(viewer, row),
        is_offered=any(f"e:{one.receiver_id}" in viewer.holders for one in row.open_offers),
        has_danger=row.has_danger, is_flood=row.is_flood, url=reverse("help_requests:show", args=[row.pk]),
    )  # fmt: skip


def _excerpt(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= EXCERPT else plain[: EXCERPT - 1].rsplit(" ", 1)[0] + "…"


# ---- to whom a request may be passed on


def found_receivers(viewer: Viewer, text: str) -> list[whoswho.PostLine]:
    """Return professionals a search gives, who may see content and are not the viewer."""
    if not text.strip():
        return []
    lines = whoswho.search(viewer, text[:100], limit=12)
    return [line for line in lines if line.role in sets.ANSWERING_ROLES and line.post_id != viewer.post.id]


def receivers_nearby(viewer: Viewer, request: HelpRequest) -> list[whoswho.PostLine]:
    """Return who else answers the request's queue."""
    holders = list(request.queue.duties.in_force(viewer.at).values_list("holder", flat=True))
    keys = [UUID(holder[2:]) for holder in holders]
    live = Post.objects.filter(on_day(viewer.today), Q(pk__in=keys) | Q(unit__in=keys))
    ids = live.filter(role__in=sets.ANSWERING_ROLES).exclude(pk=viewer.post.id).values_list("pk", flat=True)
    lines = whoswho.lines_of(viewer, ids[:30])
    return sorted(lines.values(), key=lambda line: line.name)


def receiver(viewer: Viewer, key: str) -> Post | None:
    """Return a post that can be asked to take a request now."""
    try:
        pk = UUID(key)
    except ValueError:
        return None
    live = Post.objects.filter(on_day(viewer.today), role__in=sets.ANSWERING_ROLES, unit__is_active=True)
    return live.select_related("person", "unit").filter(pk=pk).first()


def began_on(request: HelpRequest) -> date:
    """Return the Finnish day on which the matter became pending."""
    return local_day(request.asked_at)


def line_of(viewer: Viewer, request: HelpRequest) -> QueueLine:
    """Return an opened request as a line, with its promise in words."""
    request.open_offers = list(request.handovers.filter(answered_at=None))
    return _line(viewer, request, county.office())


def family_url(viewer: Viewer, request: HelpRequest) -> str:
    """Return where the family is that began from a request; whoever sees the request may open it."""
    return reverse("overview:show", args=[request.family_id]) if request.family_id else ""


def duty_in(queue: Queue, pk: UUID) -> Duty:
    """Return a duty of a queue.

    :raises NotVisible: there is none.
    """
    duty = queue.duties.select_related("queue__unit").filter(pk=pk).first()
    if duty is None:
        raise NotVisible
    return duty
