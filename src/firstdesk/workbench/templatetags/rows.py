"""A row of a list, put together here: a template for each row would be most of what a page costs."""

from datetime import datetime
from functools import lru_cache
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstdesk.common import clock
from firstdesk.common.templatetags.parts import due
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Urgency
from firstdesk.matters.states import State
from firstdesk.workbench.selectors.day import Task
from firstdesk.workbench.selectors.rows import Listed, Row

register = template.Library()


@register.simple_tag
def matter_row(row: Row, at: datetime, pick: object = None) -> SafeString:
    """A matter with its state and whoever has it. `pick`: with a box to choose it by."""
    matter = row.matter
    number, state = escape(matter.number), escape(State(matter.state).label)
    box = (
        f'<td class="wb-pick"><input class="form-check-input" type="checkbox" form="wb-bulk" name="item"'
        f' value="{number}~{matter.changed_at.isoformat()}" aria-label="{number}"></td>'
    )
    return SafeString(
        f"<tr>{box if pick else ''}{_head(row, at)}"
        f'<td><span class="fd-state fd-state-{matter.state}">{state}</span></td>'
        f'<td>{escape(matter.unit)} <span class="fd-sub">{escape(matter.holder)}</span></td></tr>'
    )


@register.simple_tag
def task_row(task: Task, at: datetime, acting: Acting) -> SafeString:
    """A matter with what there is to do about it; its unit where that is another one, its queue where that is another."""
    matter, tag = task.row.matter, ""
    is_own = matter.responsible_unit_id == acting.unit.pk
    if task.is_mine:
        tag = f' <span class="fd-tag">{escape(_("mine"))}</span>'
    elif is_own and matter.post and matter.responsible_post_id != acting.post.pk:
        tag = f' <span class="fd-tag">{escape(matter.post)}</span>'
    head = _head(task.row, at, "" if is_own else matter.unit)
    return SafeString(f'<tr>{head}<td><span class="fd-task">{escape(task.what)}</span>{tag}</td></tr>')


def _head(row: Row, at: datetime, unit: str = "") -> str:
    """When it is due, and which matter it is."""
    matter = row.matter
    first = due(row.clock.due_at, row.clock.warn_at, at) if row.clock else ""
    card = f' <span class="fd-flag fd-flag-{row.card.value}">{escape(row.card.label)}</span>' if row.card else ""
    return (
        f'<td>{first}</td><td class="fd-main"><a href="{_address(matter.number)}">{escape(matter.title)}</a>{card}'
        f' <span class="fd-sub"><span class="fd-number">{escape(matter.number)}</span>{_urgent(matter)}'
        f"{f' · {escape(unit)}' if unit else ''} · {clock.local(matter.registered_at):%m-%d %H:%M}</span></td>"
    )


def _urgent(matter: Listed) -> str:
    if matter.urgency != Urgency.URGENT:
        return ""
    red = ' class="fd-urgent"' if matter.is_pressing else ""
    return f" · <span{red}>{escape(Urgency.URGENT.label)}</span>"


def _address(number: str) -> str:
    before, after = _around_number()
    return f"{before}{quote(number)}{after}"


@lru_cache
def _around_number() -> tuple[str, str]:
    """The address of a page is looked up once, not for each row."""
    before, _mark, after = reverse("workbench:matter", args=["NUMBER"]).partition("NUMBER")
    return before, after
