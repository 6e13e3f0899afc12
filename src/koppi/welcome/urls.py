"""Addresses of welcoming: a worker's under the family, the person's own under /tervetuloa/."""

from django.urls import path, re_path

from .views import coming, joining, making

app_name = "welcome"
urlpatterns = [
    path("perhe/<uuid:family>/tervetuloa/", making.index, name="index"),
    path("perhe/<uuid:family>/tervetuloa/<uuid:person>/", making.make, name="make"),
    path("perhe/<uuid:family>/tervetuloa/linkki/<uuid:pk>/pois/", making.withdraw, name="withdraw"),
    path("perhe/<uuid:family>/tervetuloa/<uuid:person>/tunnistautuminen/", joining.join, name="join"),
    path("perhe/<uuid:family>/tervetuloa/<uuid:person>/avaimet/", making.forget_keys, name="forget-keys"),
    path("tervetuloa/", coming.typed, name="typed"),
    path("tervetuloa/alku/", coming.start, name="start"),
    path("tervetuloa/salasana/", coming.password, name="password"),
    path("tervetuloa/sanat/", coming.words, name="words"),
    re_path(r"^tervetuloa/(?P<token>[0-9A-HJKMNP-TV-Z]{16})/$", coming.link, name="link"),
]
