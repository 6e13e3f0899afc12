"""Addresses of the family at a glance, under /perhe/."""

from django.urls import path

from . import views

app_name = "overview"
urlpatterns = [
    path("<uuid:pk>/", views.show, name="show"),
    path("<uuid:pk>/yhdessa/", views.together, name="together"),
]
