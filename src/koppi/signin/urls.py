from django.urls import path

from . import views

app_name = "signin"
urlpatterns = [
    path("asetukset/", views.settings, name="settings"),
    path("jatka/", views.keep, name="keep"),
]
