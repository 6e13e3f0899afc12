"""Every address of the site, area by area."""

from importlib.util import find_spec

from django.urls import include, path

from koppi.site import front, health

AREAS = (
    ("", "ui"),
    ("tili/", "signin"),
    ("paiva/", "day"),
    ("ammattilaiset/", "people"),
    ("ammattilaiset/", "teams"),
    ("perheet/", "finding"),
    ("perhe/", "overview"),
    ("perhe/", "editing"),
    ("perhe/", "summary"),
    ("perhe/", "services"),
    ("perhe/", "own_words"),
    ("omat-tiedot/", "my_data"),
    ("", "sharing"),
    ("", "mapping"),
    ("", "help_requests"),
    ("", "looks"),
    ("", "welcome"),
    ("luonnos/", "drafts"),
    ("ilmoitukset/", "delivery"),
    ("demo/", "demo"),
)
urlpatterns = [
    path("", front.front, name="front"),
    path("tili/", include("allauth.urls")),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("kieli/", front.language, name="language"),
    path("rooli/", front.act_as, name="act-as"),
    *[
        path(prefix, include(f"koppi.{area}.urls"))
        for prefix, area in AREAS
        if find_spec(f"koppi.{area}.urls")
    ],
]
handler400 = "koppi.ui.views.bad_request"
handler403 = "koppi.ui.views.forbidden"
handler404 = "koppi.ui.views.not_found"
handler429 = "koppi.ui.views.too_many"
handler500 = "koppi.ui.views.server_error"
