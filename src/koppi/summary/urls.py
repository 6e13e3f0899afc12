"""Addresses of the shared summary, under /perhe/."""

from django.urls import path, register_converter

from . import views


class PartName:
    """A part by a word of the address: ``kantaa``, ``tuki`` or ``seuraavaksi``."""

    regex = "kantaa|tuki|seuraavaksi"
    CODES = {"kantaa": "CARRIES", "tuki": "NEEDS", "seuraavaksi": "NEXT"}
    WORDS = {code: word for word, code in CODES.items()}

    def to_python(self, value: str) -> str:
        return self.CODES[value]

    def to_url(self, value: str) -> str:
        return self.WORDS[value]


register_converter(PartName, "summarypart")
app_name = "summary"
urlpatterns = [
    path("<uuid:family>/yhteenveto/", views.edit, name="edit"),
    path("<uuid:family>/yhteenveto/<summarypart:part>/<int:number>/", views.one_version, name="version"),
    path("<uuid:family>/yhteenveto/<summarypart:part>/nosta/", views.highlight, name="highlight"),
    path("nosto/<uuid:pk>/", views.from_notice, name="from-notice"),
]
