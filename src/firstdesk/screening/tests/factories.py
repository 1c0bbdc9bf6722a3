"""Registration forms to test with."""

from datetime import date

from firstdesk.matters.tests.factories import Desk
from firstdesk.screening.services import Registration


def registration(desk: Desk, **values: object) -> Registration:
    """Wages that were not paid; the director answers for it."""
    base = {
        "place": "文献路18号工地", "found_by": "溪口社区", "found_on": date(2025, 9, 29), "kind": "labour_disputes",
        "parties": "某建筑公司\n工人代表甲", "people_involved": 32, "cause": "工资拖欠", "focus": "支付期限",
        "measures": "已约双方", "asked": "请人社局派员", "note": "情况说明", "leader": desk.centre.people["director"],
    }  # fmt: skip
    return Registration(**(base | values))  # type: ignore[arg-type]
