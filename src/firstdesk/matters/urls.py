"""Addresses of the files of a matter."""

from django.urls import path

from firstdesk.matters import views

app_name = "matters"
urlpatterns = [
    path("matters/<str:number>/files/", views.attach, name="attach"),
    path("matters/<str:number>/files/<int:pk>/", views.file, name="file"),
    path("matters/<str:number>/files/<int:pk>/small/", views.small, name="small"),
    path("matters/<str:number>/files/<int:pk>/remove/", views.remove, name="remove"),
]
