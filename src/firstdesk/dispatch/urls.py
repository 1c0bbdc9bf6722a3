"""Addresses of referral."""

from django.urls import path

from firstdesk.dispatch import views

app_name = "dispatch"
ON_MATTER = "matters/<str:number>/referral/"
urlpatterns = [
    path("referrals/", views.referrals, name="referrals"),
    path(ON_MATTER, views.panel, name="panel"),
    path(f"{ON_MATTER}accept/", views.accept, name="accept"),
    path(f"{ON_MATTER}object/", views.object_, name="object"),
    path(f"{ON_MATTER}assign/", views.assign, name="assign"),
    path(f"{ON_MATTER}answer/", views.answer, name="answer"),
    path(f"{ON_MATTER}withdraw/", views.withdraw, name="withdraw"),
    path(f"{ON_MATTER}confirm/", views.confirm, name="confirm"),
    path(f"{ON_MATTER}return/", views.return_, name="return"),
    path(f"{ON_MATTER}scene/", views.scene, name="scene"),
    path(f"{ON_MATTER}meeting/", views.meeting, name="meeting"),
    path(f"{ON_MATTER}meeting/<int:pk>/measures/", views.measures, name="measures"),
]
