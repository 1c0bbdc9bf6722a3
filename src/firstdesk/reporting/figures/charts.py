"""Charts: a figure split into parts, each counted as of the cut-off, so that the parts add up."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.db.models.functions import ExtractHour, TruncDate, TruncMonth

from firstdesk.matters.models import Matter
from firstdesk.reporting.figures import matters, units, work
from firstdesk.reporting.figures.scope import Rows, Scope
from firstdesk.rulebook.model import Text

Parts = list[tuple[str, int]]  # code of a part, how many
MOST = 12  # parts that are drawn; what is left stands together
REST = "rest"


@dataclass(frozen=True)
class Chart:
    """One chart."""

    code: str
    title: Text
    whole: str  # the figure it is a part of
    labels: str  # nature, topic, channel, unit, grid, hour, day, month
    count: Callable[[Scope], Parts]

    @property
    def is_row_of_time(self) -> bool:
        """Whether it is a time series, drawn left to right with empty places kept."""
        return self.labels in {"hour", "day", "month"}


def _by_class(name: str) -> Callable[[Scope], Parts]:
    def count(scope: Scope) -> Parts:
        found = _then(matters.registered(scope), scope, name)
        return _most(_rooted(found) if name == "topic" else found)

    return count


def _then(rows: Rows, scope: Scope, name: str) -> Counter[str]:
    """Number of matters by class, as of the cut-off."""
    found = Counter(_grouped(rows, name))
    for _pk, now, then in matters.changed(rows, scope.ends, name):
        found[now] -= 1
        found[then] += 1
    return found


def _grouped(rows: Rows, name: str) -> dict[str, int]:
    return {str(key or ""): n for key, n in rows.values_list(name).annotate(n=Count("pk")).order_by(name)}


def _rooted(found: Mapping[str, int]) -> Counter[str]:
    roots: Counter[str] = Counter()
    for topic, count in found.items():
        roots[topic.partition(".")[0]] += count
    return roots


def _most(found: Mapping[str, int]) -> Parts:
    rows = sorted(((code, n) for code, n in found.items() if n), key=lambda row: (-row[1], row[0]))
    rest = sum(n for _code, n in rows[MOST:])
    return rows[:MOST] + ([(REST, rest)] if rest else [])


def _order_by_topic(scope: Scope) -> Parts:
    return _most(_rooted(_then(matters.public_order(scope), scope, "topic")))


def _by_grid(scope: Scope) -> Parts:
    """By grid cell: places, never people."""
    return _most(_grouped(matters.registered(scope), "grid__code"))


def _by_hour(scope: Scope) -> Parts:
    rows = matters.registered(scope).annotate(part=ExtractHour("registered_at"))
    found = dict(rows.values_list("part").annotate(n=Count("pk")))
    return [(f"{hour:02d}", found.get(hour, 0)) for hour in range(24)]


def _by_day(scope: Scope) -> Parts:
    rows = matters.registered(scope).annotate(part=TruncDate("registered_at"))
    found = dict(rows.values_list("part").annotate(n=Count("pk")))
    days = [scope.first + timedelta(days=n) for n in range((scope.last - scope.first).days + 1)]
    return [(day.isoformat(), found.get(day, 0)) for day in days]


def _by_month(scope: Scope) -> Parts:
    rows = matters.registered(scope).annotate(part=TruncMonth("registered_at"))
    return [(f"{month:%Y-%m}", n) for month, n in rows.values_list("part").annotate(n=Count("pk")).order_by("part")]


def _by_unit(scope: Scope) -> Parts:
    """By unit, in tree order: nobody is ranked."""
    rows = work.referred(scope).values_list("to_unit__name").annotate(n=Count("pk")).order_by("to_unit__path")
    return [(str(name), n) for name, n in rows]


def _asked_by_topic(scope: Scope) -> Parts:
    """By topic of the referred matter at the cut-off. A matter referred twice counts twice."""
    asked = units.asked(scope)
    found = Counter(_grouped(asked, "matter__topic"))
    about = dict(asked.values_list("matter").annotate(n=Count("pk")))
    for pk, now, then in matters.changed(Matter.objects.filter(pk__in=asked.values("matter")), scope.ends, "topic"):
        found[now] -= about[pk]
        found[then] += about[pk]
    return _most(_rooted(found))


CHARTS: Mapping[str, Chart] = {
    each.code: each
    for each in (
        Chart("by_nature", Text("登记事项按性质", "Registered, by nature"), "registered", "nature", _by_class("nature")),
        Chart("by_topic", Text("登记事项按事由", "Registered, by topic"), "registered", "topic", _by_class("topic")),
        Chart("by_channel", Text("登记事项按来源", "Registered, by channel"), "registered", "channel", _by_class("channel")),
        Chart("order_by_topic", Text("治安类警情按事由", "Public order, by topic"), "order", "topic", _order_by_topic),
        Chart("by_grid", Text("登记事项按网格", "Registered, by grid cell"), "registered", "grid", _by_grid),
        Chart("by_hour", Text("登记事项按时段", "Registered, by hour"), "registered", "hour", _by_hour),
        Chart("by_day", Text("登记事项按日", "Registered, by day"), "registered", "day", _by_day),
        Chart("by_month", Text("登记事项按月", "Registered, by month"), "registered", "month", _by_month),
        Chart("by_unit", Text("转交事项按单位", "Sent on, by unit"), "referred", "unit", _by_unit),
        Chart("asked_by_topic", Text("收到转办按事由", "Asked, by topic"), "asked", "topic", _asked_by_topic),
    )
}  # fmt: skip
