"""Pages: who is who, one's own contact and absences, and the care of organisations, units and posts."""


def sent(request):
    """Return what a form was sent with; None when it is only looked at."""
    return request.POST if request.method == "POST" else None
