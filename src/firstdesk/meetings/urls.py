"""Addresses of meetings."""

from django.urls import path

from firstdesk.meetings.views import door, lists, meeting, minutes, people, planning, resolutions

app_name = "meetings"
ONE = "meetings/<int:pk>/"
RESOLUTION = "meetings/resolutions/<int:pk>/"
urlpatterns = [
    path("meetings/", lists.index, name="list"),
    path("meetings/new/", planning.new, name="new"),
    path("meetings/resolutions/", resolutions.listing, name="resolutions"),
    path(f"{RESOLUTION}turn/", resolutions.carry, name="carry"),
    path("meetings/in/<str:code>/", door.door, name="door"),
    path(ONE, meeting.page, name="meeting"),
    path(f"{ONE}appointment.ics", meeting.ics, name="appointment"),
    path(f"{ONE}papers/<slug:code>/", meeting.paper, name="paper"),
    path(f"{ONE}screen/", door.screen, name="screen"),
    path(f"{ONE}change/", planning.change, name="change"),
    path(f"{ONE}postpone/", planning.postpone, name="postpone"),
    path(f"{ONE}cancel/", planning.cancel, name="cancel"),
    path(f"{ONE}call/", meeting.call, name="call"),
    path(f"{ONE}begin/", meeting.begin, name="begin"),
    path(f"{ONE}unbegin/", meeting.unbegin, name="unbegin"),
    path(f"{ONE}end/", meeting.end, name="end"),
    path(f"{ONE}reopen/", meeting.reopen, name="reopen"),
    path(f"{ONE}sign/", meeting.sign, name="sign"),
    path(f"{ONE}agenda/", planning.assemble, name="assemble"),
    path(f"{ONE}agenda/add/", planning.add_point, name="add_point"),
    path(f"{ONE}agenda/<int:no>/drop/", planning.drop_point, name="drop_point"),
    path(f"{ONE}agenda/<int:no>/minutes/", minutes.write, name="write"),
    path(f"{ONE}invitees/", people.ask, name="ask"),
    path(f"{ONE}invitees/<int:row>/drop/", people.unask, name="unask"),
    path(f"{ONE}invitees/<int:row>/excuse/", people.excuse, name="excuse"),
    path(f"{ONE}attendance/", people.attend, name="attend"),
    path(f"{ONE}attendance/<int:row>/strike/", people.strike, name="strike"),
    path(f"{ONE}residents/", people.count, name="count"),
    path(f"{ONE}resolutions/", resolutions.resolve, name="resolve"),
    path(f"{ONE}resolutions/<int:no>/", resolutions.amend, name="amend"),
    path(f"{ONE}resolutions/<int:no>/strike/", resolutions.strike, name="strike_resolution"),
]
