"""Addresses of a person's messages, and of the messages that leave the house."""

from django.urls import path

from firstdesk.notices.views import bell, preferences, stuck, templates

app_name = "notices"
urlpatterns = [
    path("notices/", bell.notices, name="list"),
    path("notices/count/", bell.count, name="count"),
    path("notices/read/", bell.read, name="read"),
    path("notices/<int:pk>/open/", bell.open_notice, name="open"),
    path("notices/preferences/", preferences.preferences, name="preferences"),
    path("notices/posts/<int:pk>/", preferences.post_hours, name="post_hours"),
    path("notices/stuck/", stuck.stuck, name="stuck"),
    path("notices/stuck/<int:pk>/", stuck.settle, name="settle"),
    path("notices/templates/", templates.index, name="templates"),
    path("notices/templates/new/", templates.add, name="add_template"),
    path("notices/templates/<str:code>/", templates.edit, name="template"),
]
