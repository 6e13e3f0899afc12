"""Addresses of the mapping invitation; a guest's are under their own beginning."""

from django.urls import path, re_path

from .views import answering, following, guest, lists, making

app_name = "mapping"
urlpatterns = [
    path("kutsut/", lists.index, name="index"),
    path("kutsut/uusi/", making.new, name="new"),
    path("kutsut/uusi/pelkka-yhteystieto/", making.new_by_contact, name="new-by-contact"),
    path("kutsut/uusi/<uuid:pk>/", making.new_for, name="new-for"),
    path("kutsut/sanat/", making.gentle, name="gentle"),
    path("kutsut/suostumuspyynto/", making.consent_paper, name="consent-paper"),
    path("kutsut/luonnos/<uuid:pk>/tarkista/", making.check, name="check"),
    path("kutsut/luonnos/<uuid:pk>/<slug:name>/", making.step, name="step"),
    path("kutsut/v/<uuid:pk>/", answering.answer, name="answer"),
    path("kutsut/v/<uuid:pk>/kiitos/", answering.done, name="done"),
    path("kutsut/v/<uuid:pk>/kollega/", answering.pass_on, name="pass"),
    path("kutsut/v/<uuid:pk>/ei-minulle/", answering.not_for_me, name="not-for-me"),
    path("kutsut/v/<uuid:pk>/luettu/", answering.see_result, name="see-result"),
    path("kutsut/<uuid:pk>/", following.show, name="show"),
    path("kutsut/<uuid:pk>/tilanne/", following.grid, name="grid"),
    path("kutsut/<uuid:pk>/paata/", following.close, name="close"),
    path("kutsut/<uuid:pk>/uudelleen/", following.reassess, name="reassess"),
    path("kutsut/<uuid:pk>/luettu/", following.read_by_family, name="read-by-family"),
    path("kutsut/<uuid:pk>/linkki/<uuid:place>/", following.renew, name="renew"),
    path("kutsu/vastaus/", guest.answer, name="guest-answer"),
    path("kutsu/kiitos/", guest.done, name="guest-done"),
    path("kutsu/ei-minulle/", guest.not_for_me, name="guest-not-for-me"),
    path("kutsu/poistu/", guest.leave, name="guest-leave"),
    re_path(r"^kutsu/(?P<token>[A-Za-z0-9_-]{22})/$", guest.link, name="guest-link"),
    re_path(r"^kutsu/(?P<token>[A-Za-z0-9_-]{22})/uusi/$", guest.renew, name="guest-renew"),
    re_path(r"^kutsu/(?P<token>[A-Za-z0-9_-]{22})/vaara/$", guest.wrong_person, name="guest-wrong-person"),
]
