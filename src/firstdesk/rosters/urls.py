"""Addresses of the shift table."""

from django.urls import path

from firstdesk.rosters import views

app_name = "rosters"
urlpatterns = [
    path("duty/", views.now, name="now"),
    path("duty/week/", views.week, name="week"),
    path("duty/shifts/", views.plan, name="plan"),
    path("duty/shifts/<int:pk>/remove/", views.remove, name="remove"),
]
