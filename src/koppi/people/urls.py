"""Addresses under /ammattilaiset/."""

from django.urls import path

from .views import directory, manage, own, pledge

app_name = "people"
urlpatterns = [
    path("", directory.index, name="search"),
    path("<uuid:pk>/", directory.post, name="post"),
    path("yksikko/<uuid:pk>/", directory.unit, name="unit"),
    path("omat-tiedot/", own.contact, name="contact"),
    path("poissaolo/", own.absence, name="absence"),
    path("poissaolo/<uuid:pk>/paata/", own.end_absence, name="end-absence"),
    path("sitoumus/", pledge.sign, name="pledge"),
    path("hallinta/tehtava/<uuid:pk>/sitoumus/", pledge.on_paper, name="paper-pledge"),
    path("hallinta/", manage.organisations, name="organisations"),
    path("hallinta/uusi/", manage.new_organisation, name="new-organisation"),
    path("hallinta/<uuid:pk>/", manage.organisation, name="manage-organisation"),
    path("hallinta/<uuid:pk>/muuta/", manage.edit_organisation, name="edit-organisation"),
    path("hallinta/<uuid:pk>/uusi-yksikko/", manage.new_unit, name="new-unit"),
    path("hallinta/yksikko/<uuid:pk>/", manage.unit, name="manage-unit"),
    path("hallinta/yksikko/<uuid:pk>/uusi-tehtava/", manage.new_post, name="new-post"),
    path("hallinta/tehtava/<uuid:pk>/", manage.post, name="manage-post"),
    path("hallinta/tehtava/<uuid:pk>/muuta/", manage.edit_post, name="edit-post"),
    path("hallinta/tehtava/<uuid:pk>/poissaolo/", manage.absence_of_post, name="absence-of-post"),
]
