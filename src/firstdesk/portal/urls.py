"""The public side."""

from django.urls import path

from firstdesk.portal import views

app_name = "portal"
urlpatterns = [
    path("portal/", views.home, name="home"),
    path("portal/ask/", views.ask, name="ask"),
    path("portal/asked/<str:token>/", views.asked, name="asked"),
    path("portal/f/<str:token>/", views.follow, name="follow"),
    path("portal/f/<str:token>/rate/", views.rate, name="rate"),
    path("r/<str:code>/", views.short_link, name="short_link"),
    path("wall/", views.wall, name="wall"),
]
