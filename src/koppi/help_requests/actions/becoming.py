"""What a request becomes: advice given, a family's beginning, a mapping invitation, or all of them."""

from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.drafts import actions as drafts
from koppi.families.models import Family
from koppi.finding import actions as finding
from koppi.finding.actions import Said
from koppi.help_requests import prefilling
from koppi.help_requests.models import HelpRequest
from koppi.help_requests.refusals import NotAnswered, Over
from koppi.mapping import actions as mapping
from koppi.mapping.models import Start
from koppi.mapping.wizard import draft_key
from koppi.own_words import actions as own_words
from koppi.people.models import Person, Post
from koppi.people.viewer import Viewer

from .taking import need_in_hand


@action
def begin_family(*, by: Viewer, request: HelpRequest, said: Said, words_of: int | None = None) -> Family:
    """Begin a family from a request: whoever had the request has hold of the family the same second.

    ``words_of`` says whose own words the text of the request becomes, by place among the members.

    :raises Over: a family has begun from it already.
    """
    need_in_hand(by, request)
    if request.family_id:
        raise Over(_("Perhe on jo aloitettu tästä pyynnöstä."))
    family = finding.begin(by=by, said=said)
    if words_of is not None:
        _tell_in_own_words(by, request, family, said, words_of)
    HelpRequest.objects.filter(pk=request.pk, family=None).update(family=family)
    trail.leave(by, "help_requests.family_begun", request, subjects=[family])
    request.refresh_from_db()
    return family


def _tell_in_own_words(by: Viewer, request: HelpRequest, family: Family, said: Said, place: int) -> None:
    new = said.members[place]
    rows = Person.objects.filter(memberships__family=family, given_names=new.given_names)
    person = rows.filter(family_name=new.family_name).order_by("-created_at").first()
    if new.person_id:
        person = Person.objects.get(pk=new.person_id)
    post = Post.objects.get(pk=by.post.id)
    own_words.say(by=by, family=family, person=person, text=request.text, shares=("t:",), told_to=post)


@action
def begin_mapping(*, by: Viewer, request: HelpRequest) -> Start:
    """Begin a mapping invitation with what was asked in it; its maker has read what it never replaces."""
    need_in_hand(by, request)
    start = mapping.begin(by=by, family=request.family)
    for step, fields in prefilling.steps(request).items():
        drafts.save(by=by, key=draft_key(step, start), fields=fields)
    HelpRequest.objects.filter(pk=request.pk).update(invited_at=by.at)
    subjects = [request.family_id] if request.family_id else []
    trail.leave(by, "help_requests.mapping_begun", request, subjects=subjects, start=str(start.pk))
    return start


@action
def close(*, by: Viewer, request: HelpRequest) -> HelpRequest:
    """Finish a request that has been answered.

    :raises NotAnswered: the asker has no answer yet.
    """
    need_in_hand(by, request)
    if not HelpRequest.objects.filter(pk=request.pk, answered_at__isnull=False).update(closed_at=by.at):
        raise NotAnswered(_("Vastaa ensin pyytäjälle. Jos et voi auttaa, nimeä ihminen, joka voi."))
    request.handovers.filter(answered_at=None).update(answered_at=by.at)
    subjects = [request.family_id] if request.family_id else []
    trail.leave(by, "help_requests.closed", request, subjects=subjects)
    request.refresh_from_db()
    return request
