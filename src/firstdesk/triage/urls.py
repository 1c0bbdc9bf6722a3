"""Addresses of classification."""

from django.urls import path

from firstdesk.triage import views

app_name = "triage"
urlpatterns = [
    path("triage/", views.queue, name="queue"),
    path("matters/<str:number>/triage/", views.decide, name="decide"),
    path("matters/<str:number>/triage/preview/", views.preview, name="preview"),
    path("matters/<str:number>/triage/escalate/", views.escalate, name="escalate"),
    path("matters/<str:number>/triage/verify/", views.verify, name="verify"),
    path("matters/<str:number>/triage/hazard/", views.hazard, name="hazard"),
]
