"""Addresses of oversight."""

from django.urls import path

from firstdesk.oversight.views import applications, supervision

app_name = "oversight"
ON_MATTER = "matters/<str:number>/oversight/"
urlpatterns = [
    path("supervision/", supervision.supervision, name="supervision"),
    path("applications/", applications.applications, name="applications"),
    path(f"{ON_MATTER}urge/", supervision.urge, name="urge"),
    path(f"{ON_MATTER}supervise/", supervision.supervise, name="supervise"),
    path(f"{ON_MATTER}answer/<int:pk>/", supervision.answer, name="answer"),
    path(f"{ON_MATTER}lift/<int:pk>/", supervision.lift, name="lift"),
    path(f"{ON_MATTER}recusals/<int:pk>/lift/", supervision.lift_recusal, name="lift_recusal"),
    path(f"{ON_MATTER}apply/", applications.apply, name="apply"),
    path(f"{ON_MATTER}decide/<int:pk>/", applications.decide, name="decide"),
    path(f"{ON_MATTER}withdraw/<int:pk>/", applications.withdraw, name="withdraw"),
]
