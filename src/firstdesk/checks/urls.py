"""Addresses of checks."""

from django.urls import path

from firstdesk.checks.views import draws, findings, inspections, opinions

app_name = "checks"
DRAW, INSPECTION = "checks/draws/<int:pk>/", "checks/inspections/<int:pk>/"
FINDING, OPINION = "checks/findings/<int:pk>/", "checks/opinions/<int:pk>/"
urlpatterns = [
    path("checks/", draws.listing, name="list"),
    path("checks/draws/new/", draws.new, name="new_draw"),
    path(DRAW, draws.draw, name="draw"),
    path(f"{DRAW}population.txt", draws.population, name="population"),
    path(f"{DRAW}lots/", draws.lots, name="lots"),
    path(f"{DRAW}drop/", draws.drop, name="drop"),
    path(f"{DRAW}finish/", draws.finish, name="finish"),
    path("checks/rechecks/<int:pk>/", draws.recheck, name="recheck"),
    path("checks/inspections/", inspections.listing, name="inspections"),
    path("checks/inspections/new/", inspections.new, name="new_inspection"),
    path(INSPECTION, inspections.inspection, name="inspection"),
    path(f"{INSPECTION}word/", inspections.hear, name="hear"),
    path(f"{INSPECTION}sign/", inspections.sign, name="sign"),
    path(f"{INSPECTION}cancel/", inspections.cancel, name="cancel"),
    path("checks/visits/", inspections.visits, name="visits"),
    path("checks/findings/", findings.listing, name="findings"),
    path(FINDING, findings.finding, name="finding"),
    path(f"{FINDING}owner/", findings.owner, name="owner"),
    path(f"{FINDING}remedy/", findings.remedy, name="remedy"),
    path(f"{FINDING}review/", findings.review, name="review"),
    path(f"{FINDING}order/", findings.order, name="order"),
    path(f"{FINDING}answer/", findings.answer, name="answer_order"),
    path("checks/photos/<slug:of>/<int:pk>/", findings.photo, name="photo"),
    path("checks/opinions/", opinions.listing, name="opinions"),
    path("checks/opinions/box/", opinions.empty_box, name="empty_box"),
    path("checks/opinions/write/", opinions.write, name="write"),
    path("checks/opinions/seek/", opinions.seek, name="seek"),
    path("checks/opinions/summary/", opinions.summarise, name="summarise"),
    path(OPINION, opinions.opinion, name="opinion"),
    path(f"{OPINION}answer/", opinions.answer, name="answer"),
    path(f"{OPINION}turn/", opinions.turn, name="turn"),
    path(f"{OPINION}improve/", opinions.improve, name="improve"),
    path(f"{OPINION}note/", opinions.note, name="note"),
]
