"""What has been told once is not typed again: a request as the first values of what it becomes."""

from .models import HelpRequest


def names_of(request: HelpRequest) -> tuple[str, str]:
    """Return given names and family name as they were typed."""
    given, _space, last = request.name.strip().rpartition(" ")
    return (given, last) if given else (last, "")


def family(request: HelpRequest) -> dict[str, object]:
    """Return the first values of a new family."""
    given, last = names_of(request)
    values: dict[str, object] = {"municipality": request.municipality or request.queue.unit.municipality}
    if request.asker == HelpRequest.Asker.CHILD:
        values |= {"child_given_names": given, "child_family_name": last}
    elif request.asker == HelpRequest.Asker.PARENT:
        values |= {"adult1_given_names": given, "adult1_family_name": last, "child_family_name": last}
        values |= {"adult1_is_custodian": True}
    return {name: value for name, value in values.items() if value}


def steps(request: HelpRequest) -> dict[str, dict[str, list[str]]]:
    """Return what the steps of a mapping invitation begin with, as it would have been typed."""
    if request.family_id:
        return {"mita": {"about": [request.text]}}
    given, last = names_of(request)
    phone = "" if "@" in request.contact else request.contact
    typed = {"given_names": given, "family_name": last, "phone": phone}
    return {"keta": {name: [value] for name, value in typed.items() if value}} if any(typed.values()) else {}


def speaker(request: HelpRequest, said) -> int | None:
    """Return whose own words the request is, by place among the members: the child's or first adult's."""
    if request.asker == HelpRequest.Asker.CHILD:
        return 0
    if request.asker == HelpRequest.Asker.PARENT and len(said.members) > 1:
        return 1
    return None
