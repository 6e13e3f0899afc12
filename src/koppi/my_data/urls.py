"""Addresses of one's own data."""

from django.urls import path

from . import views

app_name = "my_data"
urlpatterns = [
    path("", views.show, name="show"),
    path("<uuid:person>/", views.show, name="of"),
    path("<uuid:person>/peru-kaikki/", views.withdraw_all, name="withdraw-all"),
]
