"""Addresses of what comes of a mediation."""

from django.urls import path

from firstdesk.mediation.views.outcome import agreement, oral, papers

REGISTER = [path("mediation/oral/", oral.listing, name="oral_register")]  # before the address of a case
CASE = "mediation/<str:number>/"
PAGES = [
    path(f"{CASE}agreement/", agreement.agreement, name="agreement"),
    path(f"{CASE}agreement/preview/", agreement.preview, name="agreement_preview"),
    path(f"{CASE}agreement/fix/", agreement.fix, name="agreement_fix"),
    path(f"{CASE}agreement/open/", agreement.open_again, name="agreement_open"),
    path(f"{CASE}agreement/sign/", agreement.sign, name="agreement_sign"),
    path(f"{CASE}agreement/seal/", agreement.seal, name="agreement_seal"),
    path(f"{CASE}agreement/copies/<int:no>/", agreement.copy, name="agreement_copy"),
    path(f"{CASE}agreement/copies/<int:no>/deliver/", agreement.deliver, name="agreement_deliver"),
    path(f"{CASE}oral/", oral.oral, name="oral"),
    path(f"{CASE}papers/", papers.make, name="make_paper"),
    path(f"{CASE}papers/<int:pk>/", papers.paper, name="paper"),
]
