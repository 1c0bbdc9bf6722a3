"""Addresses of what is due."""

from django.urls import path

from firstdesk.obligations.views import calendar, clocks, duties, keeping

app_name = "obligations"
urlpatterns = [
    path("due/", clocks.due, name="due"),
    path("due/duties/", duties.listing, name="duties"),
    path("due/duties/together/", calendar.together, name="together"),
    path("due/duties/<int:pk>/", duties.duty, name="duty"),
    path("due/duties/<int:pk>/prove/", duties.prove, name="prove"),
    path("due/duties/<int:pk>/explain/", duties.explain, name="explain"),
    path("due/duties/<int:pk>/waive/", duties.waive, name="waive"),
    path("due/duties/<int:pk>/remark/", duties.remark, name="remark"),
    path("due/duties/proofs/<int:pk>/", duties.proof, name="proof"),
    path("due/duties/checklist/", keeping.looked, name="checklist"),
    path("due/duties/days/", keeping.days, name="days"),
    path("due/duties/days/declare/", keeping.declare, name="declare"),
    path("due/duties/days/<int:pk>/end/", keeping.end_sensitive, name="end_sensitive"),
    path("due/duties/days/markets/", keeping.markets, name="markets"),
    path("calendar/", calendar.grid, name="calendar"),
    path("calendar/link/", calendar.link, name="link"),
    path("calendar/unlink/", calendar.unlink, name="unlink"),
    path("calendar/<str:token>/duties.ics", calendar.feed, name="feed"),
    path("due/versions/", clocks.versions, name="versions"),
    path("due/versions/adopt/", clocks.adopt, name="adopt"),
]
