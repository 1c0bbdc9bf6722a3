"""The pages of a person's day."""

from django.urls import path

from firstdesk.workbench.views import audit, day, disclosures, matter, matters

app_name = "workbench"
ON_MATTER = "matters/<str:number>/"
urlpatterns = [
    path("", day.day, name="day"),
    path("audit/", audit.audit, name="audit"),
    path("matters/", matters.matters, name="matters"),
    path(ON_MATTER, matter.matter, name="matter"),
    path(f"{ON_MATTER}disclose/", disclosures.disclosures, name="disclosures"),
    path(f"{ON_MATTER}changed/", matter.changed, name="changed"),
    path(f"{ON_MATTER}take/", matter.take, name="take"),
    path(f"{ON_MATTER}assign/", matter.assign, name="assign"),
    path(f"{ON_MATTER}suspend/", matter.suspend, name="suspend"),
    path(f"{ON_MATTER}resume/", matter.resume, name="resume"),
    path(f"{ON_MATTER}end/", matter.end, name="end"),
]
