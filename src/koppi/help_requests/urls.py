from django.urls import path

from koppi.help_requests.views import answering, asking, becoming, duties

app_name = "help_requests"
urlpatterns = [
    path("apua/", asking.ask, name="ask"),
    path("apua/selko/", asking.ask_plain, name="ask-plain"),
    path("apua/lapsi/", asking.ask_child, name="ask-child"),
    path("apua/kiitos/", asking.thanks, name="thanks"),
    path("apua/vastaus/", asking.come_back, name="come-back"),
    path("apua/oma/", asking.own, name="own"),
    path("apua/oma/peru/", asking.withdraw, name="withdraw"),
    path("apua/oma/pois/", asking.leave, name="leave"),
    path("avunpyynnot/", answering.queue, name="queue"),
    path("avunpyynnot/uusi/", answering.enter, name="enter"),
    path("avunpyynnot/kiireelliset/", answering.urgent, name="urgent"),
    path("avunpyynnot/vuorot/", duties.queues, name="queues"),
    path("avunpyynnot/vuorot/<uuid:pk>/", duties.duties, name="duties"),
    path("avunpyynnot/vuorot/<uuid:pk>/<uuid:duty>/paata/", duties.end_duty, name="end-duty"),
    path("avunpyynnot/<uuid:pk>/", answering.show, name="show"),
    path("avunpyynnot/<uuid:pk>/otan/", answering.take, name="take"),
    path("avunpyynnot/<uuid:pk>/kiireellisyys/", answering.assess, name="assess"),
    path("avunpyynnot/<uuid:pk>/siirra/", answering.hand_over, name="hand-over"),
    path("avunpyynnot/<uuid:pk>/siirto/", answering.answer_handover, name="answer-handover"),
    path("avunpyynnot/<uuid:pk>/siirto/peru/", answering.withdraw_handover, name="withdraw-handover"),
    path("avunpyynnot/<uuid:pk>/perhe/", becoming.begin_family, name="begin-family"),
    path("avunpyynnot/<uuid:pk>/kutsu/", becoming.begin_mapping, name="begin-mapping"),
    path("avunpyynnot/<uuid:pk>/valmis/", becoming.close, name="close"),
]
