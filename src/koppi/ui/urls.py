"""Addresses of the public pages about Koppi itself."""

from django.urls import path

from koppi.ui import views

app_name = "ui"
urlpatterns = [
    path("saavutettavuus/", views.accessibility, name="accessibility"),
    path("tietosuoja/", views.privacy, name="privacy"),
    path("ohje/", views.help_page, name="help"),
]
