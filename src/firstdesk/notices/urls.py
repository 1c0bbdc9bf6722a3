"""Addresses of a person's messages."""

from django.urls import path

from firstdesk.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notices, name="list"),
    path("notices/count/", views.count, name="count"),
    path("notices/read/", views.read, name="read"),
    path("notices/<int:pk>/open/", views.open_notice, name="open"),
]
