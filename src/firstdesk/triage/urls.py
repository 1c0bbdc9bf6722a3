"""Addresses of classification."""

from django.urls import path

from firstdesk.triage.views import beside, decide, suggestions

app_name = "triage"
urlpatterns = [
    path("triage/", decide.queue, name="queue"),
    path("triage/suggestions/", suggestions.suggestions, name="suggestions"),
    path("triage/checklist/", beside.checklist, name="checklist"),
    path("matters/<str:number>/triage/", decide.decide, name="decide"),
    path("matters/<str:number>/triage/preview/", decide.preview, name="preview"),
    path("matters/<str:number>/triage/escalate/", decide.escalate, name="escalate"),
    path("matters/<str:number>/triage/verify/", decide.verify, name="verify"),
    path("matters/<str:number>/triage/hazard/", decide.hazard, name="hazard"),
    path("matters/<str:number>/urgent/", beside.urgent, name="urgent"),
    path("matters/<str:number>/checklist/", beside.tick, name="tick"),
]
