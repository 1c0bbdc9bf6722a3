"""How an entry of the record reads: one sentence per verb, filled with what the entry holds."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstdesk.assessment.states import EVENT as ASSESSMENT
from firstdesk.checks.states import EVENT as CHECKS
from firstdesk.complaints.states import EVENT as COMPENSATION
from firstdesk.ledger.models import Entry
from firstdesk.ledger.telling import filled
from firstdesk.matters.states import EVENT
from firstdesk.mediation.states import EVENT as MEDIATION
from firstdesk.meetings.states import EVENT as MEETINGS
from firstdesk.reporting.states import EVENT as REPORTING
from firstdesk.screening.states import EVENT as SCREENING
from firstdesk.training.states import EVENT as TRAINING

Words = str | Promise
HOLE = re.compile(r"%\(\w+\)s")

SENTENCES: Mapping[str, Words] = {
    **EVENT,
    # The record of people
    "person.created": _("Account “%(username)s” made for %(name)s"),
    "person.signed_in": _("Signed in from %(address)s"),
    "person.password_changed": _("Password changed"),
    "person.appointed": _("Appointed to %(post_name)s from %(starts_on)s"),
    "person.dismissed": _("Dismissed from %(post_name)s from %(ends_on)s"),
    "person.sessions_revoked": _("Signed out everywhere (%(sessions)s sessions)"),
    "person.account_closed": _(
        "Account closed (%(posts)s posts, %(sessions)s sessions, %(links)s calendar addresses ended)"
    ),
    "person.account_reopened": _("Account opened again"),
    "person.sessions_ended": _("Own sessions ended (%(sessions)s)"),
    # Money for a late answer
    **COMPENSATION,
    # Mediation
    **MEDIATION,
    # Reports
    **REPORTING,
    "committee.saved": _("Committee “%(name)s” entered, in term until %(until)s"),
    "mediator.listed": _("%(person)s on the register of mediators until %(until)s"),
    # Units
    "unit.created": _("Unit “%(name)s” set up"),
    "post.created": _("Post “%(name)s” set up"),
    "unit.numbers_posted": _("“%(unit)s” is called under %(phone)s, and complained of under %(supervision_phone)s"),
    "unit.arrival_promised": _("“%(unit)s” promises to be at a place within %(minutes)s minutes"),
    "remit.added": _("Answers for the topic %(topic)s"),
    "grids.imported": _("Grid cells imported: %(created)s new, %(updated)s replaced"),
    "room.added": _("Room for mediation “%(name)s” added"),
    "room.retired": _("Room for mediation “%(name)s” taken out of use"),
    "room.reopened": _("Room for mediation “%(name)s” back in use"),
    "charter.confirmed": _("Charter confirmed for clause %(clause)s"),
    "seal.issued": _("Test certificate made for the seal of “%(subject)s”, until %(ends_on)s"),
    "seal.imported": _("Certificate brought in for the seal of “%(subject)s”, until %(ends_on)s"),
    "keys.rotated": _("New key %(key)s for confidential texts"),
    "shift.planned": _("%(person)s put on shift"),
    "shift.removed": _("%(person)s taken off a shift"),
    "rulebook.loaded": _("Rules loaded: %(title)s, in force from %(in_force_from)s"),
    # Personal data
    "personal.read": _("Looked at personal data: %(fields)s"),
    "personal.disclosed": _("Personal data given to %(recipient)s: %(items)s"),
    "personal.erased": _("Personal data erased, its time being over: %(parties)s persons"),
    # Messages
    "person.notices_chosen": _("Chose how to be told"),
    "post.quiet_hours_set": _("Quiet hours of “%(name)s”: %(span)s"),
    "template.saved": _("Wording “%(title)s” saved as version %(version)s"),
    "template.retired": _("Wording “%(title)s” retired"),
    "message.retried": _("A stuck message was sent again"),
    "message.arrived": _("A message that hung in the air had arrived"),
    "message.given_up": _("A stuck message was given up"),
    # Notes between colleagues
    "note.written": _("Wrote an internal note"),
    "notes.erased": _("Internal notes erased, their time being over: %(notes)s"),
    # What is made known
    "posting.posted": _("Made known: %(item)s"),
    "posting.checked": _("A posting was looked at again"),
    "posting.removed": _("Posting taken down: %(item)s"),
    "board.opened": _("Answers for what is posted as “%(actor)s”"),
    "board.closed": _("Answers no longer for what is posted as “%(actor)s”"),
    "officer.posted": _("Agreed to be named while on duty"),
    "officer.withdrawn": _("Named no longer while on duty"),
    # Around a matter
    "receipt.sent": _("Receipt sent to the person"),
    "file.attached": _("Files added: %(files)s"),
    "file.removed": _("A file was taken away"),
    "file.erased": _("Files erased, their time being over: %(files)s"),
    "checklist.ticked": _("Checklist: %(done)s of %(of)s done"),
    "suggestions.adopted": _("“%(unit)s” learned suggestions from %(examples)s matters (version %(version)s)"),
    "suggestions.refused": _("“%(unit)s” learned suggestions that are worse; not taken into use (version %(version)s)"),
    "clock.warned": _("Nearly due: %(promise)s"),
    "clock.breached": _("Late: %(promise)s"),
    "clock.recounted": _("A provisional date became final: “%(promise)s” is due at %(until)s"),
    "clock.escalated": _("Still late, told at level %(level)s: %(promise)s"),
    "matter.recusal_lifted": _("Somebody need not stand back any more, as a director found"),
    "clock.shortened": _("Shortened because it is urgent: “%(promise)s” is due at %(until)s"),
    "clock.extended": _("More time granted: “%(promise)s” is due at %(until)s"),
    "clock.adopted": _("A running promise goes on under new rules"),
    "duty.discharged": _("A recurring duty done"),
    "duty.proved": _("Part of a recurring duty proved"),
    "duty.reopened": _("The proof of a recurring duty was taken back"),
    "duty.missed": _("A recurring duty missed"),
    "duty.explained": _("Explained why a recurring duty was missed"),
    "duty.waived": _("A recurring duty need not be done this time"),
    "duty.remarked": _("A remark on a recurring duty"),
    "sensitive.declared": _("Declared a sensitive period: %(title)s"),
    "sensitive.ended": _("Ended a sensitive period early: %(title)s"),
    "clause.confirmed": _("Looked whether clause %(clause)s is kept"),
    "market_days.set": _("Set the market days"),
    "calendar.linked": _("Made a private calendar address"),
    "calendar.unlinked": _("Took a private calendar address back"),
    "contact.rang": _("The phone rang"),
    "contact.opened": _("A contact began"),
    "contact.answered": _("Took the call"),
    "contact.recognised": _("Matters of the same phone number were shown: %(matters)s"),
    "contact.registered": _("A contact became a report"),
    "contact.dropped": _("A contact ended without a report"),
    "contact.noted": _("A contact with the person noted"),
    "contact.tried": _("Tried to reach the person"),
    "matter.linked": _("Found to belong together with %(other)s"),
    "matter.unlinked": _("No longer held to belong together with %(other)s"),
    "matter.split": _("Split: %(other)s"),
    "matter.joined": _("%(other)s reports the same and was joined to this one"),
    "words.erased": _("What was written was erased: its time is over"),
    "matter.joined_told": _("Told the answer given in the matter it was joined to"),
    "matter.joined_not_told": _("Not told the answer given in the matter it was joined to, with the reason"),
    "matter.verified": _("Verified"),
    "matter.hazard_filed": _("Form for a major hazard filed"),
    "referral.opened": _("“%(unit)s” has read it"),
    "turnout.ordered": _("“%(unit)s” ordered to the place"),
    "turnout.departed": _("“%(unit)s” set out"),
    "turnout.arrived": _("“%(unit)s” is at the place"),
    "turnout.relieved": _("“%(from)s” relieved by “%(unit)s” at the place"),
    "turnout.finished": _("“%(unit)s” is done at the place"),
    "turnout.stood_down": _("“%(unit)s” no longer needed at the place"),
    "task.asked": _("“%(unit)s” asked to help"),
    "task.accepted": _("“%(unit)s” helps"),
    "task.objected": _("“%(unit)s” does not help"),
    "task.done": _("“%(unit)s” has helped"),
    "task.withdrawn": _("“%(unit)s” need not help any more"),
    "service.started": _("Service begun: %(what)s"),
    "service.papers_complete": _("Papers complete: %(what)s"),
    "service.agent_named": _("%(agent)s named to act for the person, free of charge"),
    "service.stepped": _("%(what)s: %(step)s"),
    "service.done": _("Service done: %(what)s"),
    "service.ended": _("Service ended: %(what)s"),
    "item.submitted": _("%(what)s: %(step)s"),
    "item.accepted": _("%(what)s: %(step)s"),
    "item.reviewed": _("%(what)s: %(step)s"),
    "item.finished": _("%(what)s: %(step)s"),
    "appointment.made": _("A time agreed with the units"),
    "appointment.measures_recorded": _("Measures recorded"),
    "scene.handed_over": _("Handed over on the scene to %(received_by)s"),
    "application.asked": _("Applied for: %(what)s"),
    "application.approved": _("Approved: %(what)s"),
    "application.refused": _("Not approved: %(what)s"),
    "application.withdrawn": _("Application taken back: %(what)s"),
    "application.lapsed": _("Application lapsed, the matter has ended: %(what)s"),
    **SCREENING,
    # Work looked at again
    **CHECKS,
    # Meetings
    **MEETINGS,
    # Training
    **TRAINING,
    # Assessment: no words about anybody
    **ASSESSMENT,
    "import.checked": _("A file was checked before its import"),
    "import.started": _("An import began"),
    "import.stopped": _("An import stopped"),
    "import.file_removed": _("The file of an import that never ended was removed"),
    "import.done": _("An import ended"),
    "filter.saved": _("A filter of the list kept"),
    "filter.removed": _("A kept filter removed"),
    "matters.exported": _("A list of matters taken out as a file: %(matters)s matters, %(format)s"),
    "personal.searched": _("A person was looked up by number: %(found)s matters found"),
    "compartment.created": _("A closed circle of people was set up"),
    "token.issued": _("The system “%(label)s” may send reports to “%(centre)s”"),
    "token.revoked": _("The system “%(label)s” may send nothing more to “%(centre)s”"),
}


def sentence(entry: Entry) -> str:
    """The entry in the reader's language; the bare verb where nobody wrote a sentence for it."""
    told = SENTENCES.get(entry.verb, entry.verb)
    if entry.verb == LOOKED:
        named = entry.after.get("fields")
        names = named if isinstance(named, list) else []
        return str(told) % {"fields": ", ".join(str(READ.get(name, name)) for name in names)}
    return filled(entry, told)


# What of somebody's data was looked at, and what for where the page itself says it.
LOOKED = "personal.read"
READ: Mapping[str, Words] = {
    "name": pgettext_lazy("looked at", "name"),
    "phone": pgettext_lazy("looked at", "telephone number"),
    "note": pgettext_lazy("looked at", "note"),
    "parties": pgettext_lazy("looked at", "parties"),
    "record": pgettext_lazy("looked at", "record of a session"),
    "evidence": pgettext_lazy("looked at", "evidence"),
}
PURPOSES: Mapping[str, Words] = {
    "mediation": pgettext_lazy("looked at", "to mediate"),
    "screening": pgettext_lazy("looked at", "to report a major dispute"),
}


def reason(entry: Entry) -> str:
    """Why, as it was given."""
    return str(PURPOSES.get(entry.reason, entry.reason)) if entry.verb == LOOKED else entry.reason


# Parts of the product that act by themselves, as the record names them.
PARTS: Mapping[str, Words] = {
    "clock": _("By the clock"),
    "dispatch": _("By the rules"),
    "import": _("By import"),
    "mediation": _("Out of a mediation"),
    "portal": _("From the public page"),
    "setup": _("Set-up"),
    "founding": _("Set-up"),
}


def who(entry: Entry) -> str:
    """Who did it, from which post."""
    return f"{actor(entry)} · {entry.post_name}" if entry.post_name else actor(entry)


def actor(entry: Entry) -> str:
    """The person, or which part of the product acted by itself."""
    return entry.actor_name if entry.actor_id else str(PARTS.get(entry.actor_name, entry.actor_name))


def label(verb: str) -> str:
    """What the verb is called where there is no entry to fill its sentence: "…" for each value."""
    return HOLE.sub("…", str(SENTENCES.get(verb, verb)))
