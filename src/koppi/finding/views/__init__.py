"""Pages: my families, the exact question, a new family, and the same person twice."""


def sent(request):
    """Return what a form was sent with; None when it is only looked at."""
    return request.POST if request.method == "POST" else None
