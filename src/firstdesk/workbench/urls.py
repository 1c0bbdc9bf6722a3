"""The pages of a person's day."""

from django.urls import path

from firstdesk.workbench.views import audit, bulk, day, disclosures, live, matter, matters, persons, reply

app_name = "workbench"
ON_MATTER = "matters/<str:number>/"
urlpatterns = [
    path("", day.day, name="day"),
    path("audit/", audit.audit, name="audit"),
    path("live/alarm/", live.alarm, name="alarm"),
    path("matters/", matters.matters, name="matters"),
    path("matters/filters/", matters.save_filter, name="save_filter"),
    path("matters/filters/<int:pk>/remove/", matters.remove_filter, name="remove_filter"),
    path("matters/export/", matters.export, name="export"),
    path("matters/bulk/", bulk.bulk, name="bulk"),
    path("matters/persons/", persons.persons, name="persons"),
    path(ON_MATTER, matter.matter, name="matter"),
    path(f"{ON_MATTER}disclose/", disclosures.disclosures, name="disclosures"),
    path(f"{ON_MATTER}changed/", matter.changed, name="changed"),
    path(f"{ON_MATTER}reply/compose/", reply.compose, name="compose"),
    path(f"{ON_MATTER}take/", matter.take, name="take"),
    path(f"{ON_MATTER}assign/", matter.assign, name="assign"),
    path(f"{ON_MATTER}resume/", matter.resume, name="resume"),
    path(f"{ON_MATTER}end/", matter.end, name="end"),
]
