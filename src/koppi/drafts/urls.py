"""Where a form is kept while it is being typed."""

from django.urls import path, register_converter

from . import views


class DraftKey:
    """The name of a form, and the key of what it is about: ``mapping-answer:7f…``."""

    regex = r"[a-z_-]{1,60}(?::[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DraftKey, "draftkey")
app_name = "drafts"
urlpatterns = [
    path("<draftkey:key>/", views.save, name="save"),
    path("<draftkey:key>/pois/", views.discard, name="discard"),
]
