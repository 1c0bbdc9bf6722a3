"""What the page of a meeting is made of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from firstdesk.common.policy import reason_not
from firstdesk.directory.access import StaffRequest
from firstdesk.directory.models import Unit
from firstdesk.directory.scope import Acting
from firstdesk.meetings import doors, forms, policies
from firstdesk.meetings.models import (
    AgendaItem,
    Attendance,
    Invitee,
    Meeting,
    Paper,
    Postponement,
    Reopening,
    Resolution,
)
from firstdesk.meetings.selectors import agenda, people, resolutions
from firstdesk.meetings.selectors.kinds import rules_of
from firstdesk.meetings.selectors.places import place_of
from firstdesk.meetings.states import BEFORE, WRITTEN, MeetingState


def shown(meeting: Meeting, request: StaffRequest, at: datetime) -> dict[str, object]:
    """For the page, and for the form that was refused."""
    conducts = policies.conducts(meeting, request.acting)
    writes = conducts and meeting.state in WRITTEN
    return {
        "meeting": meeting, "at": at, "place": place_of(meeting), "rules": rules_of(meeting), "conducts": conducts,
        "plans": conducts and meeting.state in BEFORE, "writes": writes,
        "signs": meeting.state == MeetingState.HELD and request.user.pk == meeting.chair_id,
        "is_public": any(rule.is_public for rule in rules_of(meeting)),
        "points": (points := _points(meeting, request.acting, at)),
        "blank": [no for no, (item, _back) in enumerate(points, 1) if not item.minutes],
        "wanting": people.wanting(meeting),
        "lines": lines_for(resolutions.of(meeting), request.acting, at),
        "papers": list(Paper.objects.filter(meeting=meeting).order_by("kind")),
        **_course(meeting, request, at),
        **_people(meeting, conducts, at),
        **({"resolution_form": resolution_form(meeting, at)} if writes else {}),
    }  # fmt: skip


def _course(meeting: Meeting, request: StaffRequest, at: datetime) -> dict[str, object]:
    """What became of its time, and what may be done about it now."""
    return {
        "postponements": list(Postponement.objects.filter(meeting=meeting).select_related("moved_by").order_by("pk")),
        "reopenings": list(Reopening.objects.filter(meeting=meeting).select_related("reopened_by").order_by("pk")),
        "reopens": reason_not(policies.check_reopens, meeting, request.acting.actor, at) is None,
        "unbegins": reason_not(policies.check_unbegins, meeting, request.acting.actor, at) is None,
        "not_today": reason_not(policies.check_its_day, meeting, at), "is_early": at < meeting.period.lower,
        "door_is_open": doors.is_open(meeting, at), "point_form": forms.PointForm(), "reason_form": forms.ReasonForm(),
        "reopen_form": forms.ReopenForm(), "words_form": forms.WordsForm(),
    }  # fmt: skip


def lines_for(rows: Sequence[Resolution], acting: Acting, at: datetime) -> list[resolutions.Line]:
    """Resolutions, each with what the reader may say of it."""
    turns = policies.turns_of(rows, acting)
    return [replace(line, turns=turns[line.row.pk]) for line in resolutions.lines(rows, at)]


def _points(meeting: Meeting, acting: Acting, at: datetime) -> list[tuple[AgendaItem, resolutions.Line | None]]:
    """The agenda, with the resolutions that came back."""
    items = agenda.items(meeting)
    back = lines_for([item.resolution for item in items if item.resolution is not None], acting, at)
    known = {line.row.pk: line for line in back}
    return [(item, known.get(item.resolution_id or 0)) for item in items]


def _people(meeting: Meeting, conducts: bool, at: datetime) -> dict[str, object]:
    invited, came = people.invitees(meeting), people.attendances(meeting)
    lines = [(each, _came(each, came)) for each in invited]
    found: dict[str, object] = {"invited": lines, "came": came, "total": len(came) + meeting.residents}
    if not conducts:
        return found
    found["guest_form"], found["list_form"] = forms.GuestForm(), forms.ListForm()
    found["count_form"] = forms.CountForm(initial={"residents": meeting.residents})
    if meeting.state in BEFORE:
        found |= {"units_to_ask": people.units_to_ask(meeting), "people_to_ask": people.people_to_ask(meeting, at)}
    if meeting.state in WRITTEN or doors.is_open(meeting, at):
        found["to_tick"] = to_tick(meeting, at)
    return found


def _came(row: Invitee, came: Collection[Attendance]) -> bool | None:
    """Whether whoever was invited came; None of an outside organisation, whose guests may give another name."""
    if row.person_id:
        return row.person_id in {each.person_id for each in came}
    return row.unit_id in {each.unit_id for each in came} if row.unit_id else None


def to_tick(meeting: Meeting, at: datetime) -> list[tuple[int, int, str]]:
    """People of the house who are asked and not there yet, each with the unit they would come for."""
    here = {row.person_id for row in people.attendances(meeting)}
    rows = people.invitees(meeting)
    found = {each.person.pk: (meeting.centre_id, str(each.person)) for each in rows if each.person is not None}
    units: list[Unit] = [each.unit for each in rows if each.unit is not None]
    names = {unit.pk: unit.name for unit in units}
    for unit_id, users in people.speakers_for(units, at).items():
        for user in users:
            found.setdefault(user.pk, (unit_id, f"{names[unit_id]} {user}"))
    return [(pk, unit_id, name) for pk, (unit_id, name) in found.items() if pk not in here]


def resolution_form(meeting: Meeting, at: datetime, data: Mapping[str, str] | None = None) -> forms.ResolutionForm:
    """Owners: the centre, the units asked, the units around it; persons: whoever is asked."""
    units = {unit.pk: unit for unit in [meeting.centre, *people.around(meeting.centre)]}
    units |= {each.unit.pk: each.unit for each in people.invitees(meeting) if each.unit is not None}
    return forms.ResolutionForm(
        data, units=list(units.values()), people=people.told(meeting, at), initial={"unit": meeting.centre_id}
    )
