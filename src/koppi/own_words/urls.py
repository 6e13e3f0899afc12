"""Addresses of own words, under /perhe/."""

from django.urls import path

from . import views

app_name = "own_words"
urlpatterns = [
    path("<uuid:family>/omin-sanoin/", views.index, name="index"),
    path("<uuid:family>/omin-sanoin/uusi/", views.new, name="new"),
    path("<uuid:family>/omin-sanoin/<uuid:pk>/", views.change, name="change"),
    path("<uuid:family>/omin-sanoin/<uuid:pk>/kuva/", views.picture, name="picture"),
    path("<uuid:family>/omin-sanoin/<uuid:pk>/aani/", views.voice, name="voice"),
    path("<uuid:family>/omin-sanoin/<uuid:pk>/kuka-nakee/", views.who_sees, name="who-sees"),
    path("<uuid:family>/omin-sanoin/<uuid:pk>/takaisin/", views.take_back, name="take-back"),
]
