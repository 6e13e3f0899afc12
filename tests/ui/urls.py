"""Only the addresses the look itself needs, so that its tests stand without the rest of the house."""

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("koppi.ui.urls")),
    path("kieli/", set_language, name="language"),
]
handler400 = "koppi.ui.views.bad_request"
handler403 = "koppi.ui.views.forbidden"
handler404 = "koppi.ui.views.not_found"
handler500 = "koppi.ui.views.server_error"
