"""A window item: accepted, looked at on site where that is promised, handed over; its clocks run."""

import pytest

from firstdesk.directory.models import CentreKind
from firstdesk.dispatch import services
from firstdesk.dispatch.models import Service
from firstdesk.dispatch.services import Evidence, Wish
from firstdesk.dispatch.tests.factories import Case, make_case
from firstdesk.matters.tests.factories import MONDAY, make_desk
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def _case(kind: str) -> Case:
    return make_case("working", desk=make_desk(kind, at=MONDAY))


def _begun(case: Case, mode: str) -> Service:
    return services.start_service(case.matter, Wish(mode, is_asked_by_person=True), by=case.receiver, at=case.at)


def _step(case: Case, service: Service, key: str, note: str = "") -> None:
    services.take_step(service, key, Evidence(note), by=case.receiver, at=case.at)


def _clocks(service: Service) -> dict[str, str]:
    found = Clock.objects.filter(part=service.clock_part)
    return {clock.rule_id: clock.outcome or clock.state for clock in found}


def test_an_ordinary_item_is_timed_from_acceptance_to_handing_over() -> None:
    """SS-HB-05."""
    case = _case(CentreKind.SERVICE_LINKAGE)
    service = _begun(case, "item")
    assert _clocks(service) == {}
    _step(case, service, "accepted", "身份证、申请表")
    assert _clocks(service)["ss.item.ordinary"] == "running"
    _step(case, service, "finished", "证件已交本人")
    assert set(_clocks(service).values()) == {"kept"}
    assert Service.objects.get().state == "done"


def test_a_promised_item_is_reviewed_on_site_in_time() -> None:
    """SS-HB-06."""
    case = _case(CentreKind.SERVICE_LINKAGE)
    service = _begun(case, "promised")
    _step(case, service, "submitted")
    assert _clocks(service)["ss.item.site_review"] == "running"
    _step(case, service, "accepted", "材料齐全")
    assert "ss.item.ordinary" not in _clocks(service)
    _step(case, service, "reviewed", "现场核查合格")
    assert _clocks(service)["ss.item.site_review"] == "kept"


@pytest.mark.parametrize("mode", ["item", "promised"])
def test_a_window_keeps_the_limit_of_the_law(mode: str) -> None:
    """WS-PS-10, WS-ST-10, WS-TP-10, WS-VO-10."""
    case = _case(CentreKind.WINDOW)
    service = _begun(case, mode)
    if mode == "promised":
        _step(case, service, "submitted")
    _step(case, service, "accepted", "材料齐全")
    assert _clocks(service)["ws.item_limit"] == "running"
    services.end_service(service, reason="本人撤回申请", by=case.receiver, at=case.at)
    assert _clocks(service)["ws.item_limit"] == "moot"
