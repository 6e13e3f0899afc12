"""Addresses of a family's services, under /perhe/."""

from django.urls import path

from . import views

app_name = "services"
urlpatterns = [
    path("<uuid:family>/palvelut/", views.index, name="index"),
    path("<uuid:family>/palvelut/uusi/", views.new, name="new"),
    path("<uuid:family>/palvelut/<uuid:pk>/", views.change, name="change"),
    path("<uuid:family>/palvelut/<uuid:pk>/paata/", views.end, name="end"),
]
