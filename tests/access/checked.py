"""Work that was looked at again, one of each, so that every address of checks leads somewhere."""

from firstdesk.checks import services
from firstdesk.checks.models import Draw, Recheck
from firstdesk.checks.sampling import population_hash, seed
from firstdesk.checks.services import NewFinding, NewInspection
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk


def checked(desk: Desk, matter: Matter) -> dict[str, int]:
    """Name of a page → the key its address takes."""
    recheck = _drawn(desk, matter)
    inspection = services.plan(
        desk.centre.unit,
        NewInspection(
            subject="premises", mode="announced", planned_on=desk.at.date(), place="金榕宾馆",
            inspector=desk.centre.people["director"],
        ),
        by=desk.by,
        at=desk.at,
    )  # fmt: skip
    finding = services.raise_(
        NewFinding(unit=desk.centre.community, by_unit=desk.centre.unit, title="电话无人接", due_on=desk.at.date()),
        by=desk.by,
        at=desk.at,
    )
    opinion = services.receive(desk.centre.unit, services.Voice(text="中午窗口没人"), at=desk.at).pk
    found = dict.fromkeys(("draw", "population", "lots", "drop", "finish"), recheck.draw_id)
    found |= dict.fromkeys(("inspection", "hear", "sign", "cancel"), inspection.pk)
    found |= dict.fromkeys(("finding", "owner", "remedy", "review", "order", "answer_order"), finding.pk)
    found |= dict.fromkeys(("opinion", "answer", "turn", "improve", "note"), opinion)
    found |= {"recheck": recheck.pk, "photo": 0}
    return {"checks": 0} | {f"checks:{name}": key for name, key in found.items()}


def _drawn(desk: Desk, matter: Matter) -> Recheck:
    fingerprint = population_hash([matter.number])
    draw = Draw.objects.create(
        unit=desk.centre.unit, first=desk.at.date(), last=desk.at.date(), measure="number", amount=1,
        population=[matter.number], population_hash=fingerprint, public_number="0815", drawn_how="掷骰",
        seed=seed(fingerprint, "0815"), due_on=desk.at.date(), state="drawn", frozen_at=desk.at, frozen_by=desk.officer,
        drawn_at=desk.at, drawn_by=desk.officer,
    )  # fmt: skip
    draw.units.add(desk.centre.linkage)
    checker = desk.centre.people["director"]
    return Recheck.objects.create(
        draw=draw, rank=1, matter=matter, unit=desk.centre.linkage, checker=checker, changed_at=desk.at
    )
