"""Addresses of the bare pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("family/<uuid:pk>/", views.family, name="family"),
    path("list/", views.families, name="families"),
    path("create/", views.create),
    path("ping/", views.ping, name="ping"),
    path("sign-in/", views.sign_in),
]
