"""Addresses of assessment."""

from django.urls import path

from firstdesk.assessment.views import merits, rounds, sheets

app_name = "assessment"
SHEET = "assessment/sheets/<int:pk>/"
urlpatterns = [
    path("assessment/", rounds.listing, name="rounds"),
    path("assessment/new/", rounds.new, name="new_round"),
    path("assessment/<int:pk>/", rounds.round_, name="round"),
    path("assessment/mine/", sheets.mine, name="mine"),
    path(SHEET, sheets.sheet, name="sheet"),
    path(f"{SHEET}remark/", sheets.remark, name="remark"),
    path(f"{SHEET}assess/", sheets.assess, name="assess"),
    path(f"{SHEET}appeal/", sheets.appeal, name="appeal"),
    path(f"{SHEET}decide/", sheets.decide, name="decide_appeal"),
    path("assessment/figures/<int:pk>/", sheets.figure, name="figure"),
    path("assessment/merits/", merits.listing, name="merits"),
    path("assessment/awards/new/", merits.propose, name="propose"),
    path("assessment/awards/<int:pk>/decide/", merits.decide, name="decide_award"),
    path("assessment/awards/<int:pk>/report/", merits.report, name="report_award"),
    path("assessment/accountability/new/", merits.charge, name="charge"),
    path("assessment/accountability/<int:pk>/", merits.finding, name="finding"),
    path("assessment/accountability/<int:pk>/hear/", merits.hear, name="hear"),
    path("assessment/accountability/<int:pk>/rule/", merits.rule, name="rule"),
    path("assessment/accountability/<int:pk>/appeal/", merits.object_to, name="object"),
    path("assessment/accountability/<int:pk>/answer/", merits.answer, name="answer"),
]
