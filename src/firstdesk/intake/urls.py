"""Addresses of the door."""

from django.urls import path

from firstdesk.intake.views import contacts, imports, persons

app_name = "intake"
urlpatterns = [
    path("intake/", contacts.new, name="new"),
    path("intake/<int:pk>/", contacts.contact, name="contact"),
    path("intake/<int:pk>/answer/", contacts.answer, name="answer"),
    path("intake/<int:pk>/draft/", contacts.draft, name="draft"),
    path("intake/<int:pk>/drop/", contacts.drop, name="drop"),
    path("intake/grid/", contacts.grid, name="grid"),
    path("intake/receipt/<str:number>/", contacts.receipt, name="receipt"),
    path("matters/<str:number>/report/", persons.report, name="report"),
    path("matters/<str:number>/persons/<int:pk>/", persons.reveal, name="reveal"),
    path("intake/imports/", imports.imports, name="imports"),
    path("intake/imports/<int:pk>/", imports.run, name="import"),
    path("intake/imports/<int:pk>/start/", imports.start, name="start"),
    path("intake/imports/<int:pk>/faults.csv", imports.faults, name="faults"),
]
