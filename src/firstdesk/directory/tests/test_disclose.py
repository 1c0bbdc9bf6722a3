"""What leaves the house is recorded first (PM-021)."""

from datetime import UTC, datetime

import pytest

from firstdesk.common.refusals import Refusal
from firstdesk.directory import services
from firstdesk.directory.models import CentreKind, Disclosure
from firstdesk.directory.tests.factories import acting, make_centre
from firstdesk.ledger.models import Entry
from firstdesk.regulations.tests.factories import load_real_rules

AT = datetime(2025, 9, 1, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db
WHOLE = {"recipient": "县民政局", "purpose": "办理救助", "basis": "本人同意", "items": "姓名、电话"}


def disclose(**values: str) -> Disclosure:
    by = acting(make_centre().people["intake"], AT).actor
    new = services.DisclosureText(matter_id=7, **WHOLE | values)
    return services.disclose(new=new, centre_kind=CentreKind.POLICE_MEDIATION, rulebook=load_real_rules(), by=by, at=AT)


def test_it_stands_in_the_chain_of_the_matter() -> None:
    made = disclose()
    entry = Entry.objects.get(chain="matter:7")
    assert (entry.verb, entry.reason, entry.subject_id) == ("personal.disclosed", "办理救助", str(made.pk))
    assert entry.after["recipient"] == "县民政局"


@pytest.mark.parametrize("missing", list(WHOLE))
def test_without_purpose_basis_recipient_nothing_leaves(missing: str) -> None:
    with pytest.raises(Refusal) as refused:
        disclose(**{missing: "  "})
    assert [detail.field for detail in refused.value.details] == [missing]
    if missing != "items":
        assert refused.value.details[0].clauses == ("PM-021",)
    assert not Disclosure.objects.exists()
