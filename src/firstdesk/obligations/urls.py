"""Addresses of what is due."""

from django.urls import path

from firstdesk.obligations import views

app_name = "obligations"
urlpatterns = [
    path("due/", views.due, name="due"),
    path("due/duties/", views.duties, name="duties"),
    path("due/duties/<int:pk>/done/", views.discharge, name="discharge"),
    path("due/versions/", views.versions, name="versions"),
    path("due/versions/adopt/", views.adopt, name="adopt"),
]
