from django.urls import path

from . import views

app_name = "day"
urlpatterns = [
    path("", views.show, name="show"),
    path("ilmoitukset/", views.notices, name="notices"),
]
