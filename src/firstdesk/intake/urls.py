"""Addresses of the door."""

from django.urls import path

from firstdesk.intake.views import contacts, imports, late, papers, persons, receipts, related

app_name = "intake"
RELATED = "matters/<str:number>/related/"
urlpatterns = [
    path("intake/", contacts.new, name="new"),
    path("intake/<int:pk>/", contacts.contact, name="contact"),
    path("intake/<int:pk>/answer/", contacts.answer, name="answer"),
    path("intake/<int:pk>/draft/", contacts.draft, name="draft"),
    path("intake/<int:pk>/drop/", contacts.drop, name="drop"),
    path("intake/<int:pk>/files/", papers.keep, name="keep_papers"),
    path("intake/<int:pk>/files/<int:paper>/", papers.look, name="paper"),
    path("intake/<int:pk>/files/<int:paper>/remove/", papers.drop, name="drop_paper"),
    path("intake/late/", late.late, name="late"),
    path("intake/alive/", late.alive, name="alive"),
    path("intake/grid/", contacts.grid, name="grid"),
    path("intake/receipt/<str:number>/receipt.pdf", receipts.receipt_pdf, name="receipt_pdf"),
    path("intake/receipt/<str:number>/send/", receipts.send, name="send_receipt"),
    path("intake/receipt/<str:number>/", contacts.receipt, name="receipt"),
    path("matters/<str:number>/report/", persons.report, name="report"),
    path("matters/<str:number>/persons/<int:pk>/", persons.reveal, name="reveal"),
    path(RELATED, related.related, name="related"),
    path(f"{RELATED}likely/", related.likely, name="likely"),
    path(f"{RELATED}link/", related.link, name="link"),
    path(f"{RELATED}<int:pk>/unlink/", related.unlink, name="unlink"),
    path(f"{RELATED}<int:pk>/tell/", related.tell, name="tell"),
    path(f"{RELATED}join/", related.join, name="join"),
    path(f"{RELATED}take-apart/", related.take_apart, name="take_apart"),
    path(f"{RELATED}split/", related.split, name="split"),
    path("intake/imports/", imports.imports, name="imports"),
    path("intake/imports/<int:pk>/", imports.run, name="import"),
    path("intake/imports/<int:pk>/start/", imports.start, name="start"),
    path("intake/imports/<int:pk>/faults.csv", imports.faults, name="faults"),
]
