from django.urls import path

from . import views

app_name = "signin"
urlpatterns = [
    path("asetukset/", views.settings, name="settings"),
    path("jatka/", views.keep, name="keep"),
    path("uusi/<uuid:pk>/", views.open_account, name="open-account"),
    path("ohje/<uuid:pk>/", views.send_way_in, name="send-way-in"),
    path("sulje/<uuid:pk>/", views.close_account, name="close-account"),
]
