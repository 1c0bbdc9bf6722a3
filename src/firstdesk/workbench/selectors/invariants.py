"""What must hold at every instant, whatever happened: asked of the live data, answered in sentences."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Subquery

from firstdesk.directory.models import Appointment
from firstdesk.directory.selectors import in_force
from firstdesk.dispatch.models import Referral
from firstdesk.dispatch.selectors import GOES_WITH
from firstdesk.dispatch.states import OPEN as OPEN_REFERRAL
from firstdesk.ledger.models import Chain
from firstdesk.matters.models import Counter, Matter
from firstdesk.matters.states import ENDED
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState
from firstdesk.obligations.timing import day_of
from firstdesk.regulations import selectors as regulations
from firstdesk.regulations.models import RulebookVersion
from firstdesk.rulebook.book import UnknownRule
from firstdesk.rulebook.model import Text
from firstdesk.workbench.selectors.parts import CHECKS as PARTS


@dataclass(frozen=True)
class Finding:
    """Something that must never be, and is."""

    code: str
    subject: str
    text: Text


def findings(at: datetime) -> Iterator[Finding]:
    """Everything wrong at a moment; nothing where all is well."""
    for code, ask in CHECKS.items():
        for subject, text in ask(at):
            yield Finding(code, subject, text)


Found = Iterator[tuple[str, Text]]


def _unpromised(at: datetime) -> Found:
    running = Clock.objects.filter(matter_id=OuterRef("pk"), state=ClockState.RUNNING, part="")
    for matter in Matter.objects.open().exclude(Exists(running)).order_by("pk"):
        state = matter.get_state_display()
        yield (
            matter.number,
            Text(
                f"{matter.number}（{state}）没有任何时限在走：没有人必须在某个时刻前做什么。",
                f"{matter.number} ({matter.state}) has no running clock: nobody must do anything by any moment.",
            ),
        )


def _still_promised(at: datetime) -> Found:
    left = Clock.objects.filter(matter_id=OuterRef("pk")).exclude(part__regex=r"^(case|promise|agreement):").open()
    for matter in Matter.objects.filter(Exists(left), state__in=sorted(ENDED)).order_by("pk"):
        yield (
            matter.number,
            Text(
                f"{matter.number} 已结束（{matter.get_state_display()}），仍有时限未停。",
                f"{matter.number} has ended ({matter.state}) and still has an open clock.",
            ),
        )


def _not_one_responsible(at: datetime) -> Found:
    both = Q(responsible_post=None, responsible_person=None)
    both |= Q(responsible_post__isnull=False, responsible_person__isnull=False)
    stray = Q(responsible_post__isnull=False) & ~Q(responsible_post__unit=F("responsible_unit"))
    for matter in Matter.objects.open().filter(both | stray).order_by("pk"):
        yield (
            matter.number,
            Text(
                f"{matter.number} 的负责人不是正好一人或一个岗位，或岗位不属于负责单位。",
                f"{matter.number} is not in the hands of exactly one person or queue of the responsible unit.",
            ),
        )


def _person_left(at: datetime) -> Found:
    held = Appointment.objects.filter(
        in_force(day_of(at)), user=OuterRef("responsible_person"), post__unit=OuterRef("responsible_unit")
    )
    open_ = Matter.objects.open().filter(responsible_person__isnull=False).exclude(Exists(held))
    for matter in open_.select_related("responsible_person", "responsible_unit").order_by("pk"):
        yield (
            matter.number,
            Text(
                f"{matter.number} 由 {matter.responsible_person} 负责，但此人现在不在“{matter.responsible_unit}”任职：请转交他人。",
                f"{matter.number} is with {matter.responsible_person}, who holds no post in “{matter.responsible_unit}”: "
                "give it to somebody else.",
            ),
        )


def _gaps_in_numbers(at: datetime) -> Found:
    matters = Matter.objects.filter(centre=OuterRef("centre"), year=OuterRef("year"), register=OuterRef("register"))
    used = matters.order_by().values("centre").annotate(n=Count("pk"), low=Min("seq"), high=Max("seq"))
    counters = Counter.objects.annotate(
        n=Subquery(used.values("n")), low=Subquery(used.values("low")), high=Subquery(used.values("high"))
    )
    for each in counters.select_related("centre").exclude(last=0, n=None).exclude(n=F("last"), low=1, high=F("last")):
        series = f"{each.register}-{each.centre.division_code or each.centre.code}-{each.year}"
        yield (
            series,
            Text(
                f"{series} 的编号不连续：已发到 {each.last} 号，登记有 {each.n or 0} 件。",
                f"the numbers of {series} have gaps: {each.last} were given, {each.n or 0} matters exist.",
            ),
        )


def _uncounted_matters(at: datetime) -> Found:
    counter = Counter.objects.filter(centre=OuterRef("centre"), year=OuterRef("year"), register=OuterRef("register"))
    for matter in Matter.objects.exclude(Exists(counter)).order_by("pk"):
        yield (
            matter.number,
            Text(f"{matter.number} 的编号没有登记簿计数。", f"{matter.number} was numbered by no counter."),
        )


def _unknown_rules(at: datetime) -> Found:
    used = Clock.objects.open().values_list("rulebook_version", "rule_id").distinct().order_by()
    for version, rule_id in used:
        try:
            regulations.version(version).deadline(rule_id)
        except (UnknownRule, RulebookVersion.DoesNotExist):
            yield (
                rule_id,
                Text(
                    f"有时限按规则 {rule_id} 计，但规则手册版本 {version[:12]} 里没有它。",
                    f"a clock runs by the rule {rule_id}, which rulebook version {version[:12]} does not have.",
                ),
            )


def _referrals_astray(at: datetime) -> Found:
    fits = Q(pk__in=[])
    for state, referral_state in GOES_WITH.items():
        fits |= Q(matter__state=state, state=referral_state)
    astray = Referral.objects.filter(state__in=sorted(OPEN_REFERRAL)).exclude(fits)
    settling = at.timestamp() - SETTLING
    for referral in astray.select_related("matter", "to_unit").order_by("pk"):
        if referral.matter.ended_at and referral.matter.ended_at.timestamp() > settling:
            continue
        yield (
            referral.matter.number,
            Text(
                f"{referral.matter.number} 处于“{referral.matter.get_state_display()}”，给“{referral.to_unit}”的移交却是“{referral.get_state_display()}”。",
                f"{referral.matter.number} is {referral.matter.state}, yet its referral to “{referral.to_unit}” is {referral.state}.",
            ),
        )


def _nobody_asked(at: datetime) -> Found:
    asked = Referral.objects.filter(matter=OuterRef("pk"), state="offered")
    for matter in Matter.objects.filter(state="offered").exclude(Exists(asked)).order_by("pk"):
        yield (
            matter.number,
            Text(
                f"{matter.number} 待签收，却没有发给任何单位的移交。",
                f"{matter.number} awaits acceptance, yet no unit was asked to take it.",
            ),
        )


def _broken_chains(at: datetime) -> Found:
    with connection.cursor() as cursor:
        cursor.execute(_CHAINS)
        rows = cursor.fetchall()
    for name, length, entries, last in rows:
        yield (
            name,
            Text(
                f"台账链 {name} 记为 {length} 条，实有 {entries} 条，末条序号 {last}。",
                f"the record {name} claims {length} entries; there are {entries}, the last is number {last}.",
            ),
        )


_CHAINS = """
    SELECT coalesce(chain.name, entry.chain), coalesce(chain.length, 0), coalesce(entry.n, 0), coalesce(entry.last, 0)
    FROM ledger_chain AS chain
    FULL JOIN (SELECT chain, count(*) AS n, max(seq) AS last FROM ledger_entry GROUP BY chain) AS entry
        ON entry.chain = chain.name
    WHERE chain.length IS DISTINCT FROM entry.n OR chain.length IS DISTINCT FROM entry.last
    ORDER BY 1
"""


def _unrecorded(at: datetime) -> Found:
    with connection.cursor() as cursor:
        cursor.execute(_UNRECORDED)
        numbers = [number for (number,) in cursor.fetchall()]
    for number in numbers:
        yield number, Text(f"{number} 没有登记记录。", f"{number} has no record of its registration.")


_UNRECORDED = """
    SELECT number FROM matters_matter AS matter
    WHERE NOT EXISTS (SELECT FROM ledger_chain WHERE name = 'matter:' || matter.id AND length > 0)
    ORDER BY matter.id
"""

SETTLING = 60  # seconds in which the referral of a matter that ended by another way is retired
CHECKS: dict[str, Callable[[datetime], Found]] = {
    "unpromised": _unpromised,
    "still_promised": _still_promised,
    "not_one_responsible": _not_one_responsible,
    "person_left": _person_left,
    "gaps_in_numbers": _gaps_in_numbers,
    "uncounted": _uncounted_matters,
    "unknown_rule": _unknown_rules,
    "referral_astray": _referrals_astray,
    "nobody_asked": _nobody_asked,
    "broken_chain": _broken_chains,
    "unrecorded": _unrecorded,
    **PARTS,
}


def counts() -> dict[str, int]:
    """How much was looked at."""
    return {
        "matters": Matter.objects.count(),
        "open_matters": Matter.objects.open().count(),
        "open_clocks": Clock.objects.open().count(),
        "chains": Chain.objects.count(),
    }
