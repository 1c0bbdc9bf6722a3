"""Addresses of the room of mediation."""

from django.urls import path

from firstdesk.mediation.views.room import booking, preparing, saying, screen, sitting, spot

CASE = "mediation/<str:number>/"
SESSION = f"{CASE}sessions/<int:no>/"
urlpatterns = [
    path("mediation/rooms/", booking.listing, name="rooms"),
    path("mediation/rooms/<int:pk>/", booking.change, name="change_room"),
    path(f"{CASE}plan/", preparing.plan, name="plan"),
    path(f"{CASE}sessions/", preparing.arrange, name="arrange"),
    path(f"{CASE}record/", screen.record, name="record"),
    path(f"{CASE}on-the-spot/", spot.on_the_spot, name="on_the_spot"),
    path(SESSION, sitting.session, name="session"),
    path(f"{SESSION}invitations/", preparing.invitations, name="invitations"),
    path(f"{SESSION}appointment.ics", preparing.ics, name="appointment"),
    path(f"{SESSION}screen/", screen.screen, name="screen"),
    path(f"{SESSION}move/", preparing.move, name="move_session"),
    path(f"{SESSION}cancel/", sitting.cancel, name="cancel_session"),
    path(f"{SESSION}told-off/", preparing.tell_off, name="tell_off"),
    path(f"{SESSION}open/", sitting.open_, name="open_session"),
    path(f"{SESSION}people/", sitting.come, name="come"),
    path(f"{SESSION}people/<int:pk>/leave/", sitting.leave, name="leave"),
    path(f"{SESSION}participants/", sitting.participant, name="session_participant"),
    path(f"{SESSION}consents/", sitting.consent, name="session_consent"),
    path(f"{SESSION}rights/", sitting.rights, name="tell_rights"),
    path(f"{SESSION}steps/<slug:code>/", sitting.step, name="step"),
    path(f"{SESSION}rest/", sitting.rest, name="rest"),
    path(f"{SESSION}end/", sitting.end, name="end_session"),
    path(f"{SESSION}refusal/", sitting.refuse, name="session_refuse"),
    path(f"{SESSION}lines/", saying.lines, name="lines"),
    path(f"{SESSION}exhibits/", saying.exhibit, name="exhibit"),
    path(f"{SESSION}exhibits/<int:xno>/", saying.show, name="show_exhibit"),
    path(f"{SESSION}exhibits/<int:xno>/file/", saying.exhibit_file, name="exhibit_file"),
    path(f"{SESSION}law/", saying.cite, name="cite"),
    path(f"{SESSION}proposals/", saying.propose, name="propose"),
    path(f"{SESSION}proposals/shared/", saying.share, name="share"),
    path(f"{SESSION}proposals/<int:pk>/answers/", saying.answer, name="answer"),
    path(f"{SESSION}private/", saying.confide, name="confide"),
    path(f"{SESSION}readings/", saying.read_over, name="read_over"),
]
