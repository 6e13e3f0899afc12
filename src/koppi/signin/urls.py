from django.urls import path

from .views import accounts, device, locking, words

app_name = "signin"
urlpatterns = [
    path("asetukset/", accounts.settings, name="settings"),
    path("jatka/", accounts.keep, name="keep"),
    path("uusi/<uuid:pk>/", accounts.open_account, name="open-account"),
    path("ohje/<uuid:pk>/", accounts.send_way_in, name="send-way-in"),
    path("sulje/<uuid:pk>/", accounts.close_account, name="close-account"),
    path("lukitse/", locking.lock_now, name="lock-now"),
    path("lukko/", locking.lock, name="lock"),
    path("sanat/", words.come_in, name="words"),
    path("laite/luovuta/", device.hand_over, name="hand-over"),
    path("laite/takaisin/", device.give_back, name="give-back"),
    path("laite/sulje/", device.close, name="close-device"),
]
