"""Addresses of mediation."""

from django.urls import path

from firstdesk.mediation.room_urls import urlpatterns as ROOM
from firstdesk.mediation.views.after import confirmation, promises
from firstdesk.mediation.views.case import applying, certificate, committee, inquiries, links, page, people, steps, timing
from firstdesk.mediation.views.outcome import addresses as outcome

app_name = "mediation"
CASE = "mediation/<str:number>/"
urlpatterns = [
    *ROOM,
    path("mediation/", page.listing, name="list"),
    *outcome.REGISTER,
    path("mediation/new/", applying.new, name="new"),
    path("mediation/committee/", committee.committees, name="committee"),
    path("mediation/committee/save/", committee.save, name="save_committee"),
    path("mediation/committee/mediators/", committee.mediator, name="list_mediator"),
    path("mediation/committee/certificate/", certificate.certificate, name="certificate"),
    path("matters/<str:number>/mediation/", applying.apply, name="apply"),
    path(CASE, page.case, name="case"),
    path(f"{CASE}accept/", steps.accept, name="accept"),
    path(f"{CASE}decline/", steps.decline, name="decline"),
    path(f"{CASE}fail/", steps.fail, name="fail"),
    path(f"{CASE}inquiries/", inquiries.inquiries, name="inquiries"),
    path(f"{CASE}parties/", people.add_party, name="add_party"),
    path(f"{CASE}parties/<int:no>/", people.correct_party, name="correct_party"),
    path(f"{CASE}parties/<int:no>/agents/", people.add_agent, name="add_agent"),
    path(f"{CASE}agents/<int:pk>/paper/", people.mandate, name="mandate"),
    path(f"{CASE}agents/<int:pk>/revoke/", people.revoke_agent, name="revoke_agent"),
    path(f"{CASE}parties/<int:no>/consent/", people.consent, name="consent"),
    path(f"{CASE}parties/<int:no>/refuse/", steps.refuse, name="refuse"),
    path(f"{CASE}parties/<int:no>/withdraw/", steps.withdraw, name="withdraw"),
    path(f"{CASE}parties/<int:no>/link/", links.link, name="link"),
    path(f"{CASE}parties/<int:no>/link/give/", links.give_link, name="give_link"),
    path(f"{CASE}parties/<int:no>/link/send/", links.send_link, name="send_link"),
    path(f"{CASE}parties/<int:no>/link/end/", links.end_link, name="end_link"),
    path(f"{CASE}participants/", people.add_participant, name="add_participant"),
    path(f"{CASE}extend/", timing.extend, name="extend"),
    path(f"{CASE}grade/", timing.regrade, name="regrade"),
    path(f"{CASE}report-up/", timing.report_up, name="report_up"),
    path(f"{CASE}police/", timing.refer_to_police, name="refer_to_police"),
    path(f"{CASE}joint/", timing.join, name="join"),
    path(f"{CASE}seats/", people.name_mediator, name="name_mediator"),
    path(f"{CASE}seats/<int:pk>/declare/", people.declare, name="declare"),
    path(f"{CASE}seats/<int:pk>/stand-back/", people.stand_back, name="stand_back"),
    path(f"{CASE}seats/<int:pk>/challenge/", people.challenge, name="challenge"),
    path(f"{CASE}challenges/<int:pk>/", people.decide_challenge, name="decide_challenge"),
    path(f"{CASE}performance/", promises.performance, name="performance"),
    path(f"{CASE}promises/<int:pk>/keep/", promises.keep, name="keep"),
    path(f"{CASE}promises/<int:pk>/release/", promises.release, name="release"),
    path(f"{CASE}promises/<int:pk>/urge/", promises.urge, name="urge"),
    path(f"{CASE}promises/<int:pk>/proof/", promises.proof, name="proof"),
    path(f"{CASE}visits/", promises.visit, name="visit"),
    path(f"{CASE}close/", promises.close, name="close"),
    path(f"{CASE}confirmation/", confirmation.confirmation, name="confirmation"),
    path(f"{CASE}confirmation/prepare/", confirmation.prepare, name="confirmation_prepare"),
    path(f"{CASE}confirmation/join/", confirmation.join, name="confirmation_join"),
    path(f"{CASE}confirmation/file/", confirmation.file, name="confirmation_file"),
    path(f"{CASE}confirmation/accept/", confirmation.accept, name="confirmation_accept"),
    path(f"{CASE}confirmation/prolong/", confirmation.prolong, name="confirmation_prolong"),
    path(f"{CASE}confirmation/decide/", confirmation.decide, name="confirmation_decide"),
    path(f"{CASE}confirmation/drop/", confirmation.drop, name="confirmation_drop"),
    path(f"{CASE}confirmation/decision/", confirmation.decision, name="confirmation_decision"),
    *outcome.PAGES,
]
