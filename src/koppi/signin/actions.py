"""What people change of their own sign-in."""

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.people.models import Account
from koppi.people.viewer import Viewer


@action
def choose_language(*, by: Viewer, language: str, is_plain: bool | None = None) -> None:
    """Choose the language of pages and mails, and plain language when asked."""
    values = {"language": language} | ({} if is_plain is None else {"is_plain_language": is_plain})
    Account.objects.filter(pk=by.account_id).update(**values)
    trail.leave(by, "signin.language", subjects=[by.person_id], language=language)
