"""The address under /ammattilaiset/ at which a post ends; the rest of the team's pages are in `editing`."""

from django.urls import path

from . import views

app_name = "teams"
urlpatterns = [path("hallinta/tehtava/<uuid:pk>/paata/", views.close_post, name="close-post")]
