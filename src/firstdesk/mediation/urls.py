"""Addresses of mediation."""

from django.urls import path

from firstdesk.mediation.views.case import page, people, steps

app_name = "mediation"
CASE = "mediation/<str:number>/"
urlpatterns = [
    path("mediation/", page.listing, name="list"),
    path("matters/<str:number>/mediation/", steps.apply, name="apply"),
    path(CASE, page.case, name="case"),
    path(f"{CASE}accept/", steps.accept, name="accept"),
    path(f"{CASE}decline/", steps.decline, name="decline"),
    path(f"{CASE}fail/", steps.fail, name="fail"),
    path(f"{CASE}parties/", people.add_party, name="add_party"),
    path(f"{CASE}parties/<int:no>/", people.correct_party, name="correct_party"),
    path(f"{CASE}parties/<int:no>/agents/", people.add_agent, name="add_agent"),
    path(f"{CASE}agents/<int:pk>/revoke/", people.revoke_agent, name="revoke_agent"),
    path(f"{CASE}parties/<int:no>/consent/", people.consent, name="consent"),
    path(f"{CASE}parties/<int:no>/refuse/", steps.refuse, name="refuse"),
    path(f"{CASE}seats/", people.name_mediator, name="name_mediator"),
    path(f"{CASE}seats/<int:pk>/declare/", people.declare, name="declare"),
    path(f"{CASE}seats/<int:pk>/stand-back/", people.stand_back, name="stand_back"),
    path(f"{CASE}seats/<int:pk>/challenge/", people.challenge, name="challenge"),
    path(f"{CASE}challenges/<int:pk>/", people.decide_challenge, name="decide_challenge"),
]
