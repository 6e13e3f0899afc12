"""Addresses of the log, of questions about it, and of checking looks."""

from django.urls import path

from .views import checks, log, questions

app_name = "looks"
urlpatterns = [
    path("omat-tiedot/katselut/", log.show, name="show"),
    path("omat-tiedot/katselut/<uuid:person>/", log.show, name="of"),
    path("omat-tiedot/katselut/<uuid:person>/kysy/<int:entry>/", questions.ask, name="ask"),
    path("omat-tiedot/katselut/<uuid:person>/vanhemmat/", log.far_back, name="far-back"),
    path("katselut/kysymykset/", questions.inbox, name="inbox"),
    path("katselut/kysymykset/<uuid:pk>/", questions.question, name="question"),
    path("katselut/tarkistus/", checks.sample, name="check"),
    path("katselut/tarkistus/poikkeavat/", checks.unusual, name="unusual"),
    path("katselut/tarkistus/<uuid:pk>/", checks.mark, name="mark"),
]
