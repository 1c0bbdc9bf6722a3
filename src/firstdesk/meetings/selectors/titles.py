"""Titles of meetings and agenda items in the reader's language: what somebody wrote is kept, all else is looked up."""

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdesk.common.language import words
from firstdesk.meetings.models import AgendaItem, Meeting
from firstdesk.meetings.selectors.kinds import rule_of, rules_of

CHINESE = "zh-hans"  # what is filed, and what goes out of the house
OWED: dict[str, str | Promise] = {
    "overdue": gettext_lazy("Duties overdue"),
    "ahead": gettext_lazy("Duties due within a month"),
    "late": gettext_lazy("Matters whose promise is broken"),
    "warned": gettext_lazy("Matters nearly due"),
    "findings": gettext_lazy("Findings of checks still to be put right"),
}


def of_meeting(meeting: Meeting) -> str:
    """The title somebody gave the meeting, or the name of its kind."""
    if meeting.title:
        return meeting.title
    rule = rule_of(meeting)
    values = {"year": meeting.year, "no": meeting.no, "kind": words(rule.title), "occasion": meeting.occasion}
    return (_("%(kind)s: %(occasion)s") if rule.needs_occasion else _("%(kind)s no. %(no)s of %(year)s")) % values


def number(meeting: Meeting) -> str:
    """The number it is filed under, with the code of its kind; rules without codes gave the kind itself."""
    rule = rule_of(meeting)
    whose = meeting.centre.division_code or meeting.centre.code
    return f"HY-{whose}-{meeting.year}-{rule.code or rule.kind}-{meeting.no:02d}"


def filed(meeting: Meeting) -> str:
    """The same in Chinese, for papers, mail and the record."""
    with translation.override(CHINESE):
        return of_meeting(meeting)


def told(meeting: Meeting) -> dict[str, str]:
    """In both languages, for notices and the record."""
    with translation.override("en"):
        return {"title": filed(meeting), "title_en": of_meeting(meeting)}


def of_point(item: AgendaItem) -> str:
    """The title as written (resolution, sensitive period, item by hand), or as the rules or the product name it."""
    if item.source == AgendaItem.Source.STANDARD:
        said = {point.id: point.text for rule in rules_of(item.meeting) for point in rule.agenda}
        return words(said[item.code]) if item.code in said else item.title
    return item.title or str(OWED.get(item.code, item.code))
