"""Classifications to test with."""

from firstdesk.directory.tests.factories import acting
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk
from firstdesk.triage.services import Classification

CHECKED = tuple(
    f"gc.check.{code}"
    for code in (
        "domestic_violence/safe_now",
        "domestic_violence/injured",
        "domestic_violence/police",
        "missing_person/last_seen",
        "missing_person/looks",
        "missing_person/police",
    )
)  # what the gates ask to be ticked


def judged(**values: object) -> Classification:
    """A water leak between neighbours, this centre's own business; any field can be given."""
    defaults: dict[str, object] = {
        "nature": "civil_dispute",
        "topic": "neighbour_disputes.water_leak",
        "remit": "own",
        "person_informed": True,
        "ticked": CHECKED,
    }
    return Classification(**(defaults | values))  # type: ignore[arg-type]


def abroad(**values: object) -> Classification:
    """A complaint about the property company: the business of the linkage unit of the test centre."""
    return judged(**({"nature": "complaint", "topic": "property_management.lift", "remit": "outside"} | values))


def actor(desk: Desk, code: str = "director") -> Actor:
    """Whoever holds a post of the centre."""
    return acting(desk.centre.people[code], desk.at, desk.centre.posts[code]).actor


def verbs(matter: Matter) -> list[str]:
    """What the record says happened, in order."""
    return list(Entry.objects.filter(chain=matter.ledger_chain).order_by("seq").values_list("verb", flat=True))
