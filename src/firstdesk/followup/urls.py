"""Addresses of follow-up."""

from django.urls import path

from firstdesk.followup import views

app_name = "followup"
ON_MATTER = "matters/<str:number>/reply/"
urlpatterns = [
    path(ON_MATTER, views.panel, name="panel"),
    path(f"{ON_MATTER}finish/", views.finish, name="finish"),
    path(f"{ON_MATTER}answer/", views.reply, name="reply"),
    path(f"{ON_MATTER}note/", views.note, name="note"),
    path(f"{ON_MATTER}call/", views.call, name="call"),
    path(f"{ON_MATTER}close/", views.close, name="close"),
    path(f"{ON_MATTER}verify/", views.verify, name="verify"),
    path("followup/", views.tasks, name="tasks"),
    path(f"{ON_MATTER}contest/", views.contest, name="contest"),
]
