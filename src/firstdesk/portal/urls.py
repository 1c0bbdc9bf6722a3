"""The public side."""

from django.urls import path

from firstdesk.portal import complaining, verifying, views

app_name = "portal"
urlpatterns = [
    path("portal/", views.home, name="home"),
    path("portal/ask/", views.ask, name="ask"),
    path("portal/asked/<str:token>/", views.asked, name="asked"),
    path("portal/f/<str:token>/", views.follow, name="follow"),
    path("portal/f/<str:token>/files/", views.add_files, name="add_files"),
    path("portal/f/<str:token>/files/<int:pk>/", views.file, name="file"),
    path("portal/f/<str:token>/receipt.pdf", views.receipt_pdf, name="receipt"),
    path("portal/f/<str:token>/rate/", views.rate, name="rate"),
    path("portal/f/<str:token>/complain/", complaining.complain_about, name="complain_about"),
    path("portal/complain/", complaining.complain, name="complain"),
    path("r/<str:code>/", views.short_link, name="short_link"),
    path("verify/", verifying.verify, name="verify"),
    path("verify/<str:code>/", verifying.by_code, name="verify_code"),
    path("wall/", views.wall, name="wall"),
]
