"""Every figure of an assessment equals a recount from the record, over histories of real verbs; one that was frozen stays
what it was when more time is given, work is taken up again or another rating comes afterwards."""

from collections import defaultdict
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from firstdesk.assessment import services
from firstdesk.assessment.models import Figure, Round, Sheet
from firstdesk.assessment.selectors import rules
from firstdesk.assessment.selectors.counting import COUNTS, Scope, keys
from firstdesk.assessment.services import NewRound
from firstdesk.assessment.tests.factories import by
from firstdesk.common.clock import local
from firstdesk.directory.models import Unit
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import MONDAY, Desk, make_desk
from firstdesk.mediation.models import Case, Promise
from firstdesk.mediation.services.after import promising
from firstdesk.mediation.tests.factories import make_accepted, make_committee
from firstdesk.mediation.tests.walks import oral
from firstdesk.obligations.services.scheduling import schedule
from firstdesk.reporting.spans import Span
from firstdesk.reporting.tests.histories import DAYS, DESKS, FATES, GAPS, SENT, History, told
from firstdesk.reporting.tests.recounting import Recount
from firstdesk.rulebook.indicators import Counting

pytestmark = pytest.mark.django_db

SPAN = Span(date(2025, 9, 15), date(2025, 9, 21))
WEEK_OVER = MONDAY.replace(hour=0) + timedelta(days=7)
# Each failing history is short enough to be read as it is; nothing is made smaller.
HISTORIES = settings(
    max_examples=5, deadline=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip


def counted(desk: Desk, unit: Unit, at: datetime) -> dict[str, int]:
    """Every count of a unit over the week, as of a moment."""
    scope = Scope(unit, None, SPAN.first, SPAN.last, at)
    return {name: len(keys(Counting(name, {}), scope)) for name in COUNTS}


class Recorded(Recount):
    """The record read once more, for what assessments count and reports do not."""

    def __init__(self, desk: Desk, at: datetime) -> None:
        super().__init__(desk, SPAN, min(WEEK_OVER, at), as_of=at)
        begun = Entry.objects.filter(verb="matter.registered", unit_id=desk.centre.unit.pk)
        self.read = Entry.objects.filter(chain__in=[self.own, *begun.values_list("chain", flat=True)], at__lt=at)
        self.at = at
        self._closed()
        self._agreed()
        self._duties_of_the_week()

    def _entries(self, *verbs: str) -> list[Entry]:
        return list(self.read.filter(verb__in=verbs).order_by("at", "pk"))

    def _closed(self) -> None:
        """Closed, and not taken up again since; and those never taken up again before."""
        closed: dict[str, datetime | None] = {}
        again = set[str]()
        for each in self._entries("matter.closed", "matter.reopened"):
            closed[each.subject_id] = each.at if each.verb == "matter.closed" else None
            if each.verb == "matter.reopened":
                again.add(each.subject_id)
        standing = {pk for pk, moment in closed.items() if moment is not None and self.within(moment)}
        self.n["closed_now"], self.n["closed_at_once"] = len(standing), len(standing - again)

    def _agreed(self) -> None:
        """What agreements promised for a day of the week that is over, or that was met already."""
        due: dict[int, date] = {}
        met = set[int]()
        for each in self._entries("mediation.promise_made", "mediation.promise_kept", "mediation.promise_released"):
            key = int(str(each.after["promise"]))
            if each.verb == "mediation.promise_made":
                due[key] = date.fromisoformat(str(each.after["due_on"]))
            else:
                met.add(key)
        asked = {key for key, day in due.items() if SPAN.first <= day <= SPAN.last}
        asked = {key for key in asked if key in met or due[key] < local(self.at).date()}
        self.n["agreed_due"], self.n["agreed_kept"] = len(asked), len(asked & met)

    def _duties_of_the_week(self) -> None:
        """Owed in the week and not waived; done, in time or not; its proof not taken back since."""
        due: dict[str, datetime] = {}
        done: dict[str, datetime | None] = defaultdict(lambda: None)
        waived = {each.subject_id for each in self._entries("duty.waived")}
        for each in self.read.filter(subject_kind="obligations.Occurrence").order_by("at", "pk"):
            if "due" in each.after:
                due[each.subject_id] = datetime.fromisoformat(str(each.after["due"]))
            if each.verb in {"duty.discharged", "duty.reopened"}:
                done[each.subject_id] = each.at if each.verb == "duty.discharged" else None
        owed = {pk for pk, moment in due.items() if self.within(moment)} - waived
        in_time = {pk for pk in owed if (moment := done[pk]) is not None and moment <= due[pk]}
        self.n["duties"], self.n["duties_in_time"] = len(owed), len(in_time)
        self.n["duties_done"] = sum(done[pk] is not None for pk in owed)


def check(history: History, hours: int) -> None:
    """Count the centre so many hours after the week began, and its promises with those of the unit beside it; count all of
    it again from the record."""
    desk, at = history.desk, MONDAY.replace(hour=0) + timedelta(hours=hours)
    history.until(at)
    found, told = counted(desk, desk.centre.unit, at), Recorded(desk, at).n
    expected = {
        "ratings": told["satisfied"] + told["unsatisfied"], "ratings_good": told["satisfied"],
        "closed": told["closed_now"], "closed_at_once": told["closed_at_once"],
        "disputes": told["settled"] + told["unsettled"], "disputes_settled": told["settled"],
        "agreed_due": told["agreed_due"], "agreed_kept": told["agreed_kept"],
        "duties": told["duties"], "duties_done": told["duties_done"], "duties_in_time": told["duties_in_time"],
    }  # fmt: skip
    if not Case.objects.filter(centre=desk.centre.unit).exists():
        # A mediation has promises of its own, which the recount does not run.
        for unit, said in ((desk.centre.jurisdiction, "promises"), (desk.centre.linkage, "owed")):
            promised = counted(desk, unit, at)
            kept, late = told[f"{said}_kept"], told[f"{said}_late"]
            assert (promised["promises_kept"], promised["promises"]) == (kept, kept + late), said
    assert {name: found[name] for name in expected} == expected


HOURS = st.integers(30, 24 * 30)  # within the week, at its end, or weeks afterwards


@given(
    desks=DESKS,
    sent=SENT,
    hours=HOURS,
)
@example(desks=[(-3, 3, 0, fate) for fate in range(7)], sent=[(0, 9, fate) for fate in range(7)], hours=24 * 30)
@HISTORIES
def test_promises_and_ratings(
    desks: list[tuple[int, int, int, int]], sent: list[tuple[int, int, int]], hours: int
) -> None:
    check(told(desks, sent), hours)


class Neighbours(History):
    """A history in which agreements are performed as well: in time, late, let go, or not at all."""

    def performed(self, day: int, fates: list[int]) -> None:
        """Agreed by word on a day before the week; each performance goes its own way."""
        held: dict[str, list[int]] = {"terms": []}

        def agree(at: datetime) -> None:
            table = make_accepted(Desk(self.desk.centre, at), is_on_the_spot=True)
            agreement = oral(table)
            rows = Promise.objects.filter(term__agreement=agreement).order_by("due_on", "pk")
            held["terms"] = list(rows.values_list("pk", flat=True))

        def go(number: int, fate: int) -> None:
            def act(at: datetime) -> None:
                promising.break_overdue(at=at)
                if number < len(held["terms"]):
                    row = Promise.objects.get(pk=held["terms"][number])
                    if fate % 3 == 0:
                        promising.keep(row, promising.Proof(words="已付清"), by=self.desk.by, at=at)
                    elif fate % 3 == 1:
                        promising.release(row, "不再要了", by=self.desk.by, at=at)

            self.add(day + fate, 5, act)

        self.add(day, 1, agree)
        for number, fate in enumerate(fates):
            go(number, fate)


@given(
    cases=st.lists(st.tuples(DAYS, GAPS, st.booleans()), max_size=2),
    agreed=st.lists(st.tuples(st.integers(-14, -8), st.lists(st.integers(1, 30), max_size=3)), max_size=2),
    fates=st.lists(FATES, max_size=6),
    hours=HOURS,
)
@example(
    cases=[(0, 3, True), (1, 3, False)],
    agreed=[(-9, [3, 20, 4]), (-12, [6, 16, 5])],
    fates=[0, 1, 2, 3, 4, 5],
    hours=600,
)
@HISTORIES
def test_mediation_and_duties(
    cases: list[tuple[int, int, bool]], agreed: list[tuple[int, list[int]]], fates: list[int], hours: int
) -> None:
    desk = make_desk(at=MONDAY)
    make_committee(desk)
    schedule(desk.centre.unit, at=MONDAY - timedelta(days=4))
    history = Neighbours(desk)
    for day, ways in agreed:
        history.performed(day, ways)
    for case in cases:
        history.mediated(*case)
    history.duties(fates)
    check(history, hours)


def opened(desk: Desk, at: datetime) -> Round:
    """An assessment of the centre and of the linkage unit by every indicator there is."""
    named = [rule.id for rule in rules.indicators(desk.centre.unit, at)]
    new = NewRound(
        title="九月第三周", kind="stage", method="按首问规程打分", first=SPAN.first, last=SPAN.last, indicators=named,
        dimensions=[code for code, _text in rules.dimensions(desk.centre.unit, at)],
    )  # fmt: skip
    return services.open_round(
        desk.centre.unit, new, (desk.centre.unit, desk.centre.linkage), (), by=by(desk, "supervisor"), at=at
    )


@given(stories=st.lists(st.tuples(DAYS, GAPS, FATES), min_size=1, max_size=4), waits=st.integers(0, 60))
@example(stories=[(0, 9, fate) for fate in range(7)], waits=0)
@HISTORIES
def test_frozen_when_it_is_opened(stories: list[tuple[int, int, int]], waits: int) -> None:
    """What is done late, taken up again or rated anew changes no figure that was frozen; and few records are no judgement."""
    desk = make_desk("police_office", at=MONDAY)
    history = History(desk)
    for day, gap, fate in stories:
        history.at_the_desk(day, gap, fate, fate)
        history.sent_on(day, gap, fate)
    at = WEEK_OVER + timedelta(hours=waits)
    history.until(at)
    round_ = opened(desk, at)
    frozen = list(Figure.objects.order_by("pk").values_list("pk", "part", "whole"))
    history.until(MONDAY + timedelta(days=60))
    assert list(Figure.objects.order_by("pk").values_list("pk", "part", "whole")) == frozen
    told = Recorded(desk, at).n
    sheet = Sheet.objects.get(round=round_, unit=desk.centre.linkage)
    shown = {line.rule.id: line.found for line in rules.lines(sheet)}
    promises = shown["cp.indicator.promises"]
    assert (promises.part, promises.whole) == (told["owed_kept"], told["owed_kept"] + told["owed_late"])
    for each in Sheet.objects.filter(round=round_):
        for line in rules.lines(each):
            assert line.found.few is (line.found.whole < line.rule.least), line.rule.id


def test_a_promise_nobody_meets_is_broken_and_one_that_is_still_to_fall_due_is_not() -> None:
    """Whoever lets things lie is not better off than whoever does them late."""
    desk = make_desk(at=MONDAY)
    history = History(desk)
    history.sent_on(0, 3, 5)  # accepted, and then nothing
    soon, later = (MONDAY.replace(hour=0) + timedelta(hours=hours) for hours in (20, 24 * 60))
    history.until(soon)
    before = counted(desk, desk.centre.linkage, soon)
    assert before["promises"] == before["promises_kept"]
    clock = desk.centre.linkage.clocks_owed.exclude(state="stopped").order_by("due_at").first()
    assert clock is not None and clock.due_at > soon
    day = local(clock.due_at).date()
    scope = Scope(desk.centre.linkage, None, day, day, later)
    part, whole = (keys(Counting(name, {}), scope) for name in ("promises_kept", "promises"))
    assert clock.pk in whole and clock.pk not in part
