"""Addresses of notes and presence."""

from django.urls import path

from firstdesk.teamwork import views

app_name = "teamwork"
urlpatterns = [
    path("matters/<str:number>/notes/", views.write, name="write"),
    path("matters/<str:number>/notes/panel/", views.panel, name="panel"),
    path("matters/<str:number>/notes/colleagues/", views.colleagues, name="colleagues"),
    path("matters/<str:number>/here/", views.here, name="here"),
]
