"""Ways of service beyond the desk."""

import pytest

from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.dispatch import services
from firstdesk.dispatch.models import Service, ServiceStep
from firstdesk.dispatch.services import Evidence, Wish
from firstdesk.dispatch.tests.factories import Case, make_case
from firstdesk.ledger.models import Entry
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return make_case("working")


def started(case: Case, mode: str = "proxy") -> Service:
    return services.start_service(case.matter, Wish(mode, is_asked_by_person=True), by=case.receiver, at=case.at)


def step(case: Case, service: Service, key: str, **evidence: object) -> Service:
    return services.take_step(service, key, Evidence(**evidence), by=case.receiver, at=case.at)  # type: ignore[arg-type]


def test_somebody_is_named_within_the_time_set_once_the_papers_are_there(case: Case) -> None:
    service = started(case)
    assert not Clock.objects.filter(code="proxy_agent").exists()
    step(case, service, "papers", note="身份证、申请表")
    clock = Clock.objects.get(code="proxy_agent")
    assert (clock.part, clock.rule_id) == (service.clock_part, "ss.proxy_agent")
    step(case, service, "agent", agent=case.liaison)
    clock.refresh_from_db()
    assert (clock.outcome, service.agent) == ("kept", case.liaison)


def test_the_whole_way_is_recorded_with_its_evidence(case: Case) -> None:
    service = started(case)
    step(case, service, "papers", note="身份证、申请表")
    step(case, service, "agent", agent=case.liaison)
    step(case, service, "filed")
    step(case, service, "returned", note="证件已交本人")
    assert Service.objects.get().state == "done"
    assert list(ServiceStep.objects.order_by("pk").values_list("step", flat=True)) == [
        "papers", "agent", "filed", "returned",
    ]  # fmt: skip
    record = [str(entry.after) for entry in Entry.objects.filter(verb__startswith="service.")]
    assert not any("身份证" in each for each in record)


def test_it_begins_at_the_persons_own_request(case: Case) -> None:
    for mode in ("proxy", "accompany", "at_home"):
        with pytest.raises(Refusal) as refused:
            services.start_service(case.matter, Wish(mode), by=case.receiver, at=case.at)
        assert refused.value.details[0].field == "asked_by_person"


def test_steps_keep_their_order_and_their_evidence(case: Case) -> None:
    service = started(case)
    with pytest.raises(Conflict):
        step(case, service, "filed")
    with pytest.raises(Refusal):
        step(case, service, "papers", note=" ")
    step(case, service, "papers", note="申请表")
    with pytest.raises(Refusal):
        step(case, service, "agent")
    with pytest.raises(Refusal):
        step(case, service, "agent", agent=case.desk.officer)  # of another unit


def test_it_ends_when_the_person_wishes(case: Case) -> None:
    service = started(case, "accompany")
    with pytest.raises(Refusal):
        services.end_service(service, reason="", by=case.receiver, at=case.at)
    services.end_service(service, reason="本人不再需要", by=case.receiver, at=case.at)
    assert Service.objects.get().state == "ended"
    with pytest.raises(Conflict):
        step(case, service, "agreed", note="周一")
    assert started(case, "accompany").is_open  # and may begin again


def test_one_of_a_kind_at_a_time_and_only_by_those_who_have_the_matter(case: Case) -> None:
    started(case, "at_home")
    with pytest.raises(NotAllowed):
        started(case, "at_home")
    with pytest.raises(NotAllowed):
        services.start_service(case.matter, Wish("proxy", True), by=case.stranger, at=case.at)
