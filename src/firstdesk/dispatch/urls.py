"""Addresses of referral."""

from django.urls import path

from firstdesk.dispatch.views import helping, referrals, scene, serving

app_name = "dispatch"
ON_MATTER = "matters/<str:number>/referral/"
SCENE, HELP = "matters/<str:number>/scene/", "matters/<str:number>/help/"
SERVICE = "matters/<str:number>/service/"
urlpatterns = [
    path("referrals/", referrals.referrals, name="referrals"),
    path(ON_MATTER, referrals.panel, name="panel"),
    path(f"{ON_MATTER}accept/", referrals.accept, name="accept"),
    path(f"{ON_MATTER}object/", referrals.object_, name="object"),
    path(f"{ON_MATTER}assign/", referrals.assign, name="assign"),
    path(f"{ON_MATTER}answer/", referrals.answer, name="answer"),
    path(f"{ON_MATTER}withdraw/", referrals.withdraw, name="withdraw"),
    path(f"{ON_MATTER}confirm/", referrals.confirm, name="confirm"),
    path(f"{ON_MATTER}return/", referrals.return_, name="return"),
    path(f"{ON_MATTER}scene/", referrals.scene, name="scene"),
    path(f"{ON_MATTER}meeting/", referrals.meeting, name="meeting"),
    path(f"{ON_MATTER}meeting/<int:pk>/measures/", referrals.measures, name="measures"),
    path(f"{ON_MATTER}opened/", referrals.opened, name="opened"),
    path("turnouts/", scene.turnouts, name="turnouts"),
    path(f"{SCENE}order/", scene.order, name="order"),
    path(f"{SCENE}first/", scene.first, name="first"),
    path(f"{SCENE}<int:pk>/depart/", scene.depart, name="depart"),
    path(f"{SCENE}<int:pk>/arrive/", scene.arrive, name="arrive"),
    path(f"{SCENE}<int:pk>/finish/", scene.finish, name="finish"),
    path(f"{SCENE}<int:pk>/relieve/", scene.relieve, name="relieve"),
    path(f"{SCENE}<int:pk>/stand-down/", scene.stand_down, name="stand_down"),
    path("tasks/", helping.tasks, name="tasks"),
    path(f"{HELP}ask/", helping.ask, name="ask"),
    path(f"{HELP}<int:pk>/take-on/", helping.take_on, name="take_on"),
    path(f"{HELP}<int:pk>/refuse/", helping.refuse, name="refuse"),
    path(f"{HELP}<int:pk>/complete/", helping.complete, name="complete"),
    path(f"{HELP}<int:pk>/drop/", helping.drop, name="drop"),
    path(f"{SERVICE}start/", serving.start, name="start_service"),
    path(f"{SERVICE}<int:pk>/step/", serving.step, name="service_step"),
    path(f"{SERVICE}<int:pk>/end/", serving.end, name="end_service"),
]
