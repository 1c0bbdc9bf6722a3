"""Permissions are one enum; roles are data with a description a director can read."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a post may let its holder do. Whether the state of a thing allows it is another question (policies)."""

    REGISTER = "register"  # open contacts, register reports
    IMPORT = "import"  # import files of reports
    TRIAGE = "triage"  # decide nature, topic, urgency, route
    REFER = "refer"  # send to units, withdraw, confirm
    HANDLE = "handle"  # accept, object, answer for the unit
    REPLY = "reply"  # reply to people, call back, close
    DECIDE = "decide"  # director's decisions: major matters, escalations, reopening
    ASSIGN = "assign"  # give a matter of the own unit to a person
    REVEAL = "reveal"  # see masked personal data, with a purpose, logged
    READ_OWN = "read_own"  # matters of the own unit
    READ_SUBTREE = "read_subtree"  # matters of the own unit and those under it
    READ_CONFIDENTIAL = "read_confidential"  # confidential matters within what may be read
    READ_AUDIT = "read_audit"  # the ledger
    READ_FIGURES = "read_figures"  # counts, wall with names
    MANAGE_DIRECTORY = "manage_directory"  # units, posts, people, grids
    MANAGE_ROSTER = "manage_roster"
    MANAGE_RULES = "manage_rules"  # apply a rulebook version to running clocks
    KEEP_CHARTER = "keep_charter"  # confirm how the centre fulfils an organisational clause
    SUPERVISE = "supervise"  # urge units, give and lift cards
    KEEP_TEMPLATES = "keep_templates"  # the centre's own wordings of answers and notices
    MEDIATE = "mediate"
    ARCHIVE = "archive"
    TRAIN = "train"  # plan and hold courses, set tests, give certificates
    ASSESS = "assess"  # open assessments of units and posts, propose awards and accountability
    INSPECT = "inspect"  # draw closed work, inspect units, look at remedies again, sort opinions
    CONVENE = "convene"  # call meetings of the own centre
    REPORT = "report"  # write reports and bulletins of the own unit
    POST = "post"  # enter what the own organisations have posted, look at it again
    SETTLE = "settle"  # approve or refuse compensation for a late answer, where not responsible for it


@dataclass(frozen=True)
class Role:
    """A role: its name and what it is for, in words for a director, and the permissions it carries."""

    key: str
    name: str | Promise
    description: str | Promise
    permissions: frozenset[Permission]


P = Permission
_ROLES = (
    Role("intake_officer", _("Intake officer"),
         _("Answers calls and visitors, registers every report, classifies it, sends it on, tells people the answer."),
         frozenset({P.REGISTER, P.TRIAGE, P.REFER, P.REPLY, P.REVEAL, P.READ_OWN, P.IMPORT, P.REPORT})),
    Role("handler", _("Handler"), _("Handles the matters given to the own unit and answers for them."),
         frozenset({P.HANDLE, P.REVEAL, P.READ_OWN, P.REPLY})),
    Role("group_leader", _("Group leader"),
         _("Leads a group: does what its members do, gives matters to them and keeps the shift table."),
         frozenset({P.REGISTER, P.TRIAGE, P.REFER, P.HANDLE, P.REPLY, P.ASSIGN, P.REVEAL, P.READ_OWN, P.MANAGE_ROSTER,
                    P.READ_FIGURES, P.IMPORT, P.KEEP_TEMPLATES, P.POST, P.INSPECT, P.TRAIN, P.REPORT,
                    P.CONVENE})),
    Role("director", _("Director"),
         _("Answers for the centre: decides major and unclear matters, reads all its matters, keeps its charter."),
         frozenset({P.TRIAGE, P.REFER, P.REPLY, P.DECIDE, P.ASSIGN, P.REVEAL, P.READ_OWN, P.READ_SUBTREE,
                    P.READ_CONFIDENTIAL, P.READ_FIGURES, P.MANAGE_ROSTER, P.MANAGE_RULES, P.KEEP_CHARTER,
                    P.KEEP_TEMPLATES, P.SUPERVISE, P.SETTLE, P.POST, P.INSPECT,
                    P.TRAIN, P.ASSESS, P.REPORT, P.CONVENE})),
    Role("supervisor", _("Supervisor"),
         _("Reads everything including the audit record; urges units and gives cards; edits no matter."),
         frozenset({P.READ_OWN, P.READ_SUBTREE, P.READ_CONFIDENTIAL, P.READ_AUDIT, P.READ_FIGURES, P.SUPERVISE,
                    P.SETTLE, P.INSPECT, P.ASSESS})),
    Role("archivist", _("Archivist"), _("Keeps closed matters in order; changes nothing in them."),
         frozenset({P.ARCHIVE, P.READ_OWN})),
    Role("mediator", _("Mediator"), _("Works on the disputes given to the mediation group."),
         frozenset({P.MEDIATE, P.HANDLE, P.REPLY, P.REVEAL, P.READ_OWN})),
    Role("unit_liaison", _("Unit liaison"),
         _("Receives for a linkage unit: accepts or objects, gives matters to its handlers, answers."),
         frozenset({P.HANDLE, P.ASSIGN, P.REVEAL, P.READ_OWN, P.MANAGE_ROSTER, P.POST, P.REPORT})),
    Role("system_administrator", _("System administrator"),
         _("Sets up units, posts, people and grids; sees no case content."),
         frozenset({P.MANAGE_DIRECTORY, P.MANAGE_ROSTER})),
    Role("auditor", _("Auditor"), _("Reads the audit record and the figures, no case content."),
         frozenset({P.READ_AUDIT, P.READ_FIGURES})),
)  # fmt: skip
ROLES: dict[str, Role] = {role.key: role for role in _ROLES}

PERMISSION_NAMES: dict[Permission, str | Promise] = {
    P.REGISTER: _("Register reports"),
    P.IMPORT: _("Import files"),
    P.TRIAGE: _("Classify and route"),
    P.REFER: _("Send to units"),
    P.HANDLE: _("Accept, object, answer for the unit"),
    P.REPLY: _("Answer people, call back, close"),
    P.DECIDE: _("Decide as director"),
    P.ASSIGN: _("Give matters to people of the unit"),
    P.REVEAL: _("See masked personal data, with a purpose"),
    P.READ_OWN: _("Read matters of the own unit"),
    P.READ_SUBTREE: _("Read matters of the units beneath"),
    P.READ_CONFIDENTIAL: _("Read confidential matters"),
    P.READ_AUDIT: _("Read the audit record"),
    P.READ_FIGURES: _("Read figures"),
    P.MANAGE_DIRECTORY: _("Manage units, posts, people, grids"),
    P.MANAGE_ROSTER: _("Keep the shift table"),
    P.MANAGE_RULES: _("Apply a new version of the rules"),
    P.KEEP_CHARTER: _("Confirm the charter"),
    P.SUPERVISE: _("Urge units, give and lift cards"),
    P.KEEP_TEMPLATES: _("Keep the wordings of messages"),
    P.MEDIATE: _("Mediate"),
    P.ARCHIVE: _("Keep the archive"),
    P.TRAIN: _("Plan and hold training"),
    P.ASSESS: _("Assess units and posts"),
    P.INSPECT: _("Inspect units and check work again"),
    P.CONVENE: _("Call meetings of the own centre"),
    P.REPORT: _("Write reports and bulletins"),
    P.POST: _("Keep what is posted"),
    P.SETTLE: _("Decide about compensation"),
}
