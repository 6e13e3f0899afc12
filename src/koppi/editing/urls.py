from django.urls import path

from .views import picture, team

app_name = "editing"
urlpatterns = [
    path("<uuid:pk>/muokkaa/", picture.picture, name="picture"),
    path("<uuid:pk>/muokkaa/ihminen/", picture.add_person, name="add-person"),
    path("<uuid:pk>/muokkaa/ihminen/<uuid:member>/", picture.change_person, name="change-person"),
    path("<uuid:pk>/muokkaa/ihminen/<uuid:member>/pois/", picture.end_membership, name="end-membership"),
    path("<uuid:pk>/muokkaa/koti/", picture.add_home, name="add-home"),
    path("<uuid:pk>/muokkaa/koti/<uuid:home>/", picture.change_home, name="change-home"),
    path("<uuid:pk>/muokkaa/koti/<uuid:home>/pois/", picture.end_home, name="end-home"),
    path("<uuid:pk>/muokkaa/suhde/", picture.tie, name="tie"),
    path("<uuid:pk>/muokkaa/suhde/<uuid:relation>/pois/", picture.untie, name="untie"),
    path("<uuid:pk>/muokkaa/huoltajuus/", picture.set_custody, name="set-custody"),
    path("<uuid:pk>/muokkaa/huoltajuus/<uuid:custody>/pois/", picture.end_custody, name="end-custody"),
    path("<uuid:pk>/tiimi/", team.team, name="team"),
    path("<uuid:pk>/tiimi/uusi/", team.form_team, name="form-team"),
    path("<uuid:pk>/tiimi/mukaan/<uuid:post>/", team.join, name="join"),
    path("<uuid:pk>/tiimi/<uuid:member>/pois/", team.leave, name="leave"),
    path("<uuid:pk>/tiimi/<uuid:member>/omatyontekija/", team.name_own_worker, name="own-worker"),
    path("<uuid:pk>/koppi/ota/", team.take_hold, name="take-hold"),
    path("<uuid:pk>/koppi/tarjoa/", team.offer_hold, name="offer-hold"),
    path("<uuid:pk>/koppi/peru/", team.withdraw_offer, name="withdraw-offer"),
    path("koppi/<uuid:offer>/", team.answer_hold, name="answer-hold"),
    path("<uuid:pk>/askel/", team.agree_step, name="agree-step"),
    path("<uuid:pk>/askel/<uuid:step>/", team.settle_step, name="settle-step"),
    path("<uuid:pk>/valmis/", team.finish_work, name="finish-work"),
]
