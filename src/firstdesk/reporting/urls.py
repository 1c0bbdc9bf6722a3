"""Addresses of reports."""

from django.urls import path

from firstdesk.reporting.views import bulletins, doing, pages

app_name = "reporting"
ONE = "reports/<int:pk>/"
urlpatterns = [
    path("reports/", pages.listing, name="list"),
    path("reports/received/", pages.received, name="received"),
    path("reports/new/", doing.new, name="new"),
    path(ONE, pages.report, name="report"),
    path(f"{ONE}figures/<str:figure>/", pages.records, name="records"),
    path(f"{ONE}report.pdf", pages.pdf, name="pdf"),
    path(f"{ONE}public.pdf", pages.public_pdf, name="public_pdf"),
    path(f"{ONE}report.docx", pages.docx, name="docx"),
    path(f"{ONE}write/", doing.write, name="write"),
    path(f"{ONE}recount/", doing.recount, name="recount"),
    path(f"{ONE}hand-in/", doing.hand_in, name="hand_in"),
    path(f"{ONE}return/", doing.give_back, name="give_back"),
    path(f"{ONE}sign/", doing.sign, name="sign"),
    path(f"{ONE}send/", doing.send, name="send"),
    path(f"{ONE}correct/", doing.correct, name="correct"),
    path(f"{ONE}follow-up/", doing.follow_up, name="follow_up"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/<int:pk>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<int:pk>/bulletin.pdf", bulletins.pdf, name="bulletin_pdf"),
]
