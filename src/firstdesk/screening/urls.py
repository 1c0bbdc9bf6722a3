"""Addresses of screening."""

from django.urls import path

from firstdesk.screening.views import campaigns, majors, papers, statistics

app_name = "screening"
STATISTICS = "screening/statistics/"
PDF, DOCX = {"ending": "pdf"}, {"ending": "docx"}
urlpatterns = [
    path("screening/", majors.listing, name="list"),
    path("screening/majors/<str:form>/", majors.major, name="major"),
    path("screening/majors/<str:form>/registration.pdf", papers.registration, PDF, name="registration_pdf"),
    path("screening/majors/<str:form>/registration.docx", papers.registration, DOCX, name="registration_docx"),
    path("screening/majors/<str:form>/note/", majors.note, name="note"),
    path("screening/majors/<str:form>/take-up/", majors.take_up, name="take_up"),
    path("screening/majors/<str:form>/end/", majors.settle, name="settle"),
    path("matters/<str:number>/major/", majors.register, name="register"),
    path("screening/drives/", campaigns.drives, name="drives"),
    path("screening/drives/new/", campaigns.new, name="new_drive"),
    path("screening/drives/<int:pk>/", campaigns.drive, name="drive"),
    path("screening/drives/<int:pk>/results.pdf", papers.drive, PDF, name="drive_pdf"),
    path("screening/drives/<int:pk>/results.docx", papers.drive, DOCX, name="drive_docx"),
    path("screening/drives/<int:pk>/report/", campaigns.report, name="report"),
    path("screening/drives/<int:pk>/remind/", campaigns.remind, name="remind"),
    path("screening/drives/<int:pk>/end/", campaigns.end, name="end_drive"),
    path(STATISTICS, statistics.statistics, name="statistics"),
    path(f"{STATISTICS}statement.pdf", papers.statement, PDF, name="statement_pdf"),
    path(f"{STATISTICS}statement.docx", papers.statement, DOCX, name="statement_docx"),
    path(f"{STATISTICS}records/", statistics.records, name="records"),
    path(f"{STATISTICS}fill/", statistics.fill, name="fill"),
    path(f"{STATISTICS}issue/", statistics.issue, name="issue"),
]
