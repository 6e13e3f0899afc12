"""A list remembers how it was filtered, in the session: a name searched for never stands in an address."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, QueryDict

KEY = "filters"


def remembered(request: HttpRequest, list_key: str, form_class: type[Form], **given: Any) -> Form:
    """Return the list's filter form, bound and validated.

    A POST with valid values is remembered (and with `clear` forgotten); the view then redirects to the
    list. On a GET the form holds what was remembered. Every field of the form is optional.
    """
    if request.method == "POST":
        return _from_hand(request, list_key, form_class, given)
    form = form_class(_query(request.session.get(KEY, {}).get(list_key, {})), **given)
    if form.is_valid():
        return form
    empty = form_class(QueryDict(), **given)
    empty.is_valid()
    return empty


def _from_hand(request: HttpRequest, list_key: str, form_class: type[Form], given: dict) -> Form:
    sent = QueryDict() if "clear" in request.POST else request.POST
    form = form_class(sent, **given)
    if form.is_valid():
        names = {form.add_prefix(name) for name in form.fields}
        kept = {name: values for name, values in sent.lists() if name in names and any(values)}
        request.session[KEY] = request.session.get(KEY, {}) | {list_key: kept}
    return form


def _query(kept: dict[str, list[str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, values in kept.items():
        query.setlist(name, values)
    return query
