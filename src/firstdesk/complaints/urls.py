"""Addresses of complaints."""

from django.urls import path

from firstdesk.complaints import views

app_name = "complaints"
ON_MATTER = "matters/<str:number>/complaint/"
urlpatterns = [
    path("complaints/", views.listing, name="list"),
    path(f"{ON_MATTER}open/", views.open_, name="open"),
    path(f"{ON_MATTER}name/", views.name, name="name"),
    path(f"{ON_MATTER}lead/", views.lead, name="lead"),
    path(f"{ON_MATTER}record/", views.record, name="record"),
    path(f"{ON_MATTER}approve/", views.approve, name="approve"),
    path(f"{ON_MATTER}excuse/", views.excuse, name="excuse"),
    path(f"{ON_MATTER}pay/", views.pay, name="pay"),
    path(f"{ON_MATTER}decline/", views.decline, name="decline"),
]
