"""Addresses of the bare pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("family/<uuid:pk>/", views.family),
    path("list/", views.families),
    path("create/", views.create),
    path("ping/", views.ping),
    path("sign-in/", views.sign_in),
]
