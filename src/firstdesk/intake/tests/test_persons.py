"""Personal data: masked, shown whole for a purpose, and every look recorded; the web may stay anonymous."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.tests.factories import acting
from firstdesk.intake import policies, services
from firstdesk.intake.models import Party, Report
from firstdesk.intake.selectors import mask_name, mask_phone
from firstdesk.intake.services import WebReport
from firstdesk.intake.tests.factories import registration
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Confidentiality, Involvement
from firstdesk.matters.tests.factories import make_desk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("whole", "masked"), [("李小明", "李**"), ("李四", "李*"), ("欧阳修文", "欧***"), ("", ""), ("Ann Lee", "A******")]
)
def test_names_are_masked(whole: str, masked: str) -> None:
    assert mask_name(whole) == masked


@pytest.mark.parametrize(
    ("whole", "masked"), [("13800138000", "138****8000"), ("0594-2255110", "059*****5110"), ("110", "***"), ("", "")]
)
def test_numbers_are_masked(whole: str, masked: str) -> None:
    assert mask_phone(whole) == masked


def test_revealed_for_a_purpose() -> None:
    desk = make_desk()
    matter = services.register(registration(desk), by=desk.by, at=desk.at)
    shown = services.reveal_party(Party.objects.get(matter=matter), purpose="回电核实", by=desk.by, at=desk.at)
    entry = Entry.objects.get(chain=matter.ledger_chain, verb="personal.read")
    assert (shown.name, shown.phone) == ("李小明", "13800138000")
    assert (entry.reason, entry.after["fields"]) == ("回电核实", ["name", "phone"])
    assert "李小明" not in entry.after_json


def test_not_without_a_purpose() -> None:
    desk = make_desk()
    matter = services.register(registration(desk), by=desk.by, at=desk.at)
    with pytest.raises(Refusal):
        services.reveal_party(Party.objects.get(matter=matter), purpose="  ", by=desk.by, at=desk.at)
    assert not Entry.objects.filter(verb="personal.read").exists()


def test_a_confidential_reporter_is_hidden_from_other_units() -> None:
    desk = make_desk()
    matter = services.register(registration(desk, confidentiality=Confidentiality.CONFIDENTIAL), by=desk.by, at=desk.at)
    liaison = acting(desk.centre.linkage_people["liaison"], desk.at)
    with pytest.raises(NotAllowed):
        policies.check_reveal(liaison, matter)
    policies.check_reveal(acting(desk.officer, desk.at), matter)


def test_who_objected_reads_on_but_no_longer_sees_the_data() -> None:
    desk = make_desk()
    matter = services.register(registration(desk), by=desk.by, at=desk.at)
    liaison = acting(desk.centre.linkage_people["liaison"], desk.at)
    part = Involvement.objects.create(matter=matter, unit=desk.centre.linkage, part="offered", since=desk.at)
    policies.check_reveal(liaison, matter)
    part.part = "objected"
    part.save()
    with pytest.raises(NotAllowed):
        policies.check_reveal(liaison, matter)


def test_a_number_told_in_the_story_stands_in_no_title() -> None:
    desk = make_desk()
    told = registration(desk, narrative="我电话13800138000，身份证35032219900101123X。")
    matter = services.register(told, by=desk.by, at=desk.at)
    assert matter.title == "我电话138********，身份证350***************"
    assert "13800138000" not in "".join(Entry.objects.values_list("after_json", flat=True))
    assert "13800138000" in Report.objects.get(matter=matter).narrative


def test_from_the_web_without_a_name() -> None:
    desk = make_desk()
    report = WebReport(centre=desk.centre.unit, narrative="路灯不亮", place="人民路", name=" ")
    matter = services.register_from_web(report, at=desk.at)
    assert (matter.first_receiver, matter.responsible_post) == (None, desk.centre.posts["intake"])
    assert Report.objects.get(matter=matter).reporter == "anonymous"
    assert not Party.objects.filter(matter=matter).exists()


def test_from_the_web_with_a_number_only() -> None:
    desk = make_desk()
    report = WebReport(
        centre=desk.centre.unit, narrative="路灯不亮", place="人民路", phone="13800138000", may_contact=True
    )
    matter = services.register_from_web(report, at=desk.at)
    assert matter.is_identified
    assert Report.objects.get(matter=matter).reporter == "pseudonymous"


def test_from_the_web_what_is_missing_is_named() -> None:
    desk = make_desk()
    with pytest.raises(Refusal) as refused:
        services.register_from_web(WebReport(centre=desk.centre.unit, narrative="", place=""), at=desk.at)
    assert {"narrative"} <= {detail.field for detail in refused.value.details}
