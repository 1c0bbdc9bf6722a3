"""One centre at work, with something of everything, so that every address leads somewhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from firstdesk.directory.models import Appointment, CentreKind, User
from firstdesk.directory.tests.factories import make_centre
from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.tests.factories import handover
from firstdesk.intake import services as intake
from firstdesk.intake.models import ImportRun, Party
from firstdesk.intake.states import ImportState
from firstdesk.intake.tests.factories import make_contact, registration
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_desk
from firstdesk.mediation.models import Case, Mediator, Seat
from firstdesk.mediation.services import case as mediation
from firstdesk.mediation.services.link import give_link
from firstdesk.mediation.tests.factories import TERM, make_accepted
from firstdesk.meetings.tests.factories import make_running, resolve
from firstdesk.notices.models import Delivery, Notice
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Occurrence
from firstdesk.regulations.selectors import current_version
from firstdesk.reporting.models import Report as WorkReport
from firstdesk.reporting.tests.factories import make_report
from firstdesk.rosters.models import Shift
from firstdesk.screening import services as screening
from firstdesk.screening.models import Campaign
from firstdesk.screening.services import NewCampaign, Registration
from firstdesk.wall.models import Posting
from firstdesk.wall.selectors.sheet import mark
from firstdesk.wall.states import Form
from tests.access.checked import checked
from tests.access.learning import assessment_keys, training_keys

STORY = "后门围墙塌了一角，小孩常从那里钻过去"
CODES = {"meetings": "record", "regulations": "governance", "notices": "reply.settled"}
NAME, PHONE = "欧阳若兰", "13905941234"


@dataclass
class Scene:
    """The centre, its people by column of the table, and the values addresses are made of."""

    desk: Desk
    matter: Matter
    people: Mapping[str, User | None]  # column → person; None: nobody is signed in
    values: Mapping[str, Callable[[str], object]]  # name in the address → value, given the name of the page

    def address(self, name: str, parameters: tuple[str, ...]) -> str:
        """Where the page is for this scene."""
        return reverse(name, kwargs={each: self.values[each](name) for each in parameters})


def make_scene() -> Scene:
    """A report taken by phone and sent to a unit that has not answered yet."""
    desk = make_desk(CentreKind.POLICE_OFFICE)
    stranger = make_centre(CentreKind.GOVERNANCE).people["intake"]
    told = intake.PartyData(role=Party.Role.REPORTER, name=NAME, phone=PHONE)
    matter = intake.register(registration(desk, narrative=STORY, parties=(told,)), by=desk.by, at=desk.at)
    dispatch.offer(matter, handover(desk), by=desk.by, at=desk.at)
    centre, linkage = desk.centre.people, desk.centre.linkage_people
    people = {
        "i": centre["intake"], "g": centre["group_leader"], "d": centre["director"], "s": centre["supervisor"],
        "r": centre["archive"], "m": centre["mediation"], "a": centre["admin"], "u": centre["auditor"],
        "l": linkage["liaison"], "h": linkage["handler"], "x": stranger, "-": None,
    }  # fmt: skip
    return Scene(desk, matter, people, _values(desk, matter, _case(desk, matter)))


def _case(desk: Desk, matter: Matter) -> Case:
    """A dispute of this matter, taken on, with the mediator of the table in a seat."""
    table = make_accepted(desk, matter=matter)
    mediator = Mediator.objects.create(
        committee=table.mediator.committee, user=desk.centre.people["mediation"], from_day=TERM[0], to_day=TERM[1],
        registered_at=desk.at, registered_by=desk.officer,
    )  # fmt: skip
    mediation.name_mediator(
        table.case, mediator, role=Seat.Role.MEDIATOR, chosen=Seat.Chosen.PARTIES, by=table.by, at=desk.at
    )
    return table.case


def _values(desk: Desk, matter: Matter, case: Case) -> dict[str, Callable[[str], object]]:
    table = make_running(desk, rule="cp.meeting.work")
    link = give_link(case.parties.get(no=1), by=desk.by, at=desk.at).token
    keys = {
        "directory": desk.officer.pk,
        "intake": make_contact(desk).pk,
        "intake:reveal": Party.objects.get(matter=matter).pk,
        "intake:import": _import(desk).pk,
        "dispatch": 0,
        "matters": 0,
        "mediation": 0,
        "portal": 0,
        "rosters": _shift(desk).pk,
        "notices": _notice(desk).pk,
        "notices:settle": _delivery(desk).pk,
        "notices:post_hours": desk.centre.posts["intake"].pk,
        "obligations": _duty(desk).pk,
        "obligations:proof": 0,
        "obligations:end_sensitive": 0,
        "oversight": 0,
        "reporting": _report(desk).pk,
        "screening": _drive(desk).pk,
        "meetings": table.pk,
        "wall": _posting(desk).pk,
        "workbench": 0,
        **training_keys(desk),
        **assessment_keys(desk),
    }
    _major(desk, matter)
    keys["meetings:carry"] = resolve(table).pk
    keys["intake:start"] = keys["intake:faults"] = keys["intake:import"]
    keys |= checked(desk, matter)
    appointment = Appointment.objects.get(user=desk.officer).pk
    return {
        "number": lambda page: case.number if _is_of_case(page) else matter.number,
        "no": lambda _page: 1,
        "xno": lambda _page: 1,
        "row": lambda _page: 0,
        "token": lambda page: link if page == "portal:party" else matter.token,
        "pk": lambda page: keys.get(page, keys[page.partition(":")[0]]),
        "paper": lambda _page: 0,
        "form": lambda _page: f"{matter.number}-Z1",
        "figure": lambda _page: "order",
        "appointment": lambda _page: appointment,
        "of": lambda _page: "marks",
        "code": lambda page: CODES.get(page.partition(":")[0], desk.centre.unit.code),
        "rule_id": lambda _page: "gc.triage.normal",
        "clause_id": lambda _page: "GC-01-01",
        "centre": lambda _page: desk.centre.unit.code,
        "clause": lambda _page: "GC-01-01",
        "regulation": lambda _page: "window",
        "mark": lambda _page: mark(current_version(desk.at) or "", "window"),
        "part": lambda _page: "file",
        "kind": lambda _page: "none",
        "subject": lambda _page: 0,
    }


def _is_of_case(page: str) -> bool:
    return page.startswith("mediation:") and page != "mediation:apply"


def _posting(desk: Desk) -> Posting:
    return Posting.objects.create(
        unit=desk.centre.unit, rule_id="cp.post.promise", item="limits", form=Form.ONLINE, text="x", since=desk.at.date(),
        posted_at=desk.at, posted_by=desk.officer,
    )  # fmt: skip


def _import(desk: Desk) -> ImportRun:
    return ImportRun.objects.create(
        centre=desk.centre.unit, file_name="来信.csv", path="来信.csv", sha256="0" * 64, mapping_name="messages",
        mapping={}, state=ImportState.DONE, created_at=desk.at, created_by=desk.officer, finished_at=desk.at,
    )  # fmt: skip


def _shift(desk: Desk) -> Shift:
    day = timedelta(days=1)
    return Shift.objects.create(
        post=desk.centre.posts["intake"], person=desk.officer, starts_at=desk.at, ends_at=desk.at + day
    )


def _notice(desk: Desk) -> Notice:
    return Notice.objects.create(recipient=desk.officer, kind="referral.offered", text="x", created_at=desk.at)


def _delivery(desk: Desk) -> Delivery:
    return Delivery.objects.create(
        key="sms:scene", way="sms", stage="stuck", kind="reply", text="x", unit=desk.centre.unit, created_at=desk.at,
        due_at=desk.at,
    )  # fmt: skip


def _report(desk: Desk) -> WorkReport:
    return make_report(desk, "safety_month")


def _drive(desk: Desk) -> Campaign:
    new = NewCampaign(
        mode="regular", title="九月排查", areas="全部", first=desk.at.date(), last=desk.at.date(), due_on=desk.at.date()
    )
    return screening.begin(desk.centre.unit, new, [desk.centre.unit], by=desk.by, at=desk.at)


def _major(desk: Desk, matter: Matter) -> None:
    form = Registration(
        place="工地", found_by="社区", found_on=desk.at.date(), kind="labour_disputes", parties="甲\n乙",
        people_involved=9, cause="欠薪", focus="期限", measures="约谈", asked="派员", note="说明",
        leader=desk.centre.people["director"],
    )  # fmt: skip
    screening.register(matter, form, by=desk.by, at=desk.at)


def _duty(desk: Desk) -> Occurrence:
    obligations.schedule(desk.centre.unit, at=desk.later(days=80))
    return Occurrence.objects.filter(unit=desk.centre.unit).earliest("due_at", "pk")


def pages() -> dict[str, tuple[str, ...]]:
    """Every named page of the product with the values its address takes."""

    def walk(resolver: URLResolver, space: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                found |= walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
            elif isinstance(entry, URLPattern) and entry.name:
                found[f"{space}{entry.name}"] = tuple(entry.pattern.converters)
        return found

    return walk(get_resolver(), "")
