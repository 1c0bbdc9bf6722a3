"""The kinds of meeting the rules let a centre hold."""

from datetime import datetime

from firstdesk.directory.models import Unit
from firstdesk.meetings.models import Meeting
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import UnknownRule
from firstdesk.rulebook.meetings import MeetingRule, meetings_for


def kinds(centre: Unit, at: datetime) -> tuple[MeetingRule, ...]:
    """One rule per kind of meeting this centre may hold."""
    return meetings_for(regulations.current(at), centre.centre_kind)


def rule_of(meeting: Meeting) -> MeetingRule:
    """The rule the meeting is held by, in the version it was planned under."""
    return _rule(meeting, meeting.rule_id)


def rules_of(meeting: Meeting) -> list[MeetingRule]:
    """All rules the meeting is held by, its own first."""
    return [_rule(meeting, rule_id) for rule_id in (meeting.rule_id, *meeting.also)]


def _rule(meeting: Meeting, rule_id: str) -> MeetingRule:
    rule = regulations.version(meeting.rulebook_version).rule(rule_id)
    if not isinstance(rule, MeetingRule):
        raise UnknownRule(rule_id)
    return rule
