"""Addresses under /perheet/."""

from django.urls import path

from .views import doubles, families, lookup, new_family

app_name = "finding"
urlpatterns = [
    path("", families.families, name="families"),
    path("haku/", lookup.lookup, name="lookup"),
    path("uusi/", new_family.new, name="new"),
    path("samat/", doubles.doubles, name="doubles"),
    path("samat/<uuid:kept>/<uuid:dropped>/", doubles.merge, name="merge"),
    path("samat/<uuid:pk>/peru/", doubles.undo, name="undo-merge"),
]
