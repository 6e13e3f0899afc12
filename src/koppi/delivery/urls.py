"""Where notices are marked as seen."""

from django.urls import path

from . import views

app_name = "delivery"
urlpatterns = [path("nahty/", views.seen, name="seen")]
