"""The closed words of the rules files, as people read them. Free words of a source (who acts) are looked up at run time."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Labels = Mapping[str, str | Promise]

STATUS: Labels = {
    "carried": pgettext_lazy("status of a clause", "Carried"),
    "planned": pgettext_lazy("status of a clause", "Planned"),
    "checklist": pgettext_lazy("status of a clause", "Checklist"),
    "excluded": pgettext_lazy("status of a clause", "Excluded"),
}
STATUS_HELP: Labels = {
    "carried": _("at least one rule of the product carries it"),
    "planned": _("the product does not carry it yet"),
    "checklist": _("about rooms and equipment, checked on the spot"),
    "excluded": _("not carried out, because it would harm people’s rights"),
}
KIND: Labels = {
    "time_limit": pgettext_lazy("kind of clause", "Time limit"),
    "recurring_duty": pgettext_lazy("kind of clause", "Recurring duty"),
    "continuous_duty": pgettext_lazy("kind of clause", "Standing duty"),
    "procedure_step": pgettext_lazy("kind of clause", "Step of a procedure"),
    "record_requirement": pgettext_lazy("kind of clause", "To be recorded"),
    "publication": pgettext_lazy("kind of clause", "To be published"),
    "approval": pgettext_lazy("kind of clause", "Approval"),
    "prohibition": pgettext_lazy("kind of clause", "Prohibition"),
    "role_duty": pgettext_lazy("kind of clause", "Duty of a post"),
    "metric": pgettext_lazy("kind of clause", "Measure"),
    "facility": pgettext_lazy("kind of clause", "Room or equipment"),
    "principle": pgettext_lazy("kind of clause", "Principle"),
}
CAPABILITY: Labels = {
    "admin": pgettext_lazy("capability", "Organisation"),
    "analytics": pgettext_lazy("capability", "Analysis"),
    "archives": pgettext_lazy("capability", "Archives"),
    "assessment": pgettext_lazy("capability", "Assessment"),
    "complaints": pgettext_lazy("capability", "Complaints"),
    "counselling": pgettext_lazy("capability", "Counselling"),
    "deadlines": pgettext_lazy("capability", "Time limits"),
    "dispatch": pgettext_lazy("capability", "Dispatch"),
    "duty": pgettext_lazy("capability", "Duty and shifts"),
    "emergency": pgettext_lazy("capability", "Emergencies"),
    "followup": pgettext_lazy("capability", "Reply and follow-up"),
    "inspection": pgettext_lazy("capability", "Inspection"),
    "intake": pgettext_lazy("capability", "Intake"),
    "mediation": pgettext_lazy("capability", "Mediation"),
    "meetings": pgettext_lazy("capability", "Meetings"),
    "oversight": pgettext_lazy("capability", "Oversight"),
    "patrol": pgettext_lazy("capability", "Patrol"),
    "portal": pgettext_lazy("capability", "What the public sees"),
    "premises": pgettext_lazy("capability", "Premises"),
    "referral": pgettext_lazy("capability", "Referral"),
    "reports": pgettext_lazy("capability", "Reports"),
    "security": pgettext_lazy("capability", "Confidentiality and security"),
    "support_plan": pgettext_lazy("capability", "Voluntary support"),
    "training": pgettext_lazy("capability", "Training"),
    "triage": pgettext_lazy("capability", "Classification"),
    "visits": pgettext_lazy("capability", "Visits"),
    "window_items": pgettext_lazy("capability", "Window business"),
}
RULE_KIND: Labels = {
    "deadline": _("Time limits"),
    "route": _("Decision tables"),
    "gate": _("What must be there first"),
    "record": _("What is recorded"),
    "publication": _("What is published"),
    "duty": _("Duties that recur"),
    "compensation": _("Money where late"),
    "list": _("List to choose from"),
    "posting": _("What must be made known"),
    "meeting": _("Meetings"),
    "indicator": _("Indicator"),
    "checklist": _("Checklists"),
    "procedure": _("Procedures, step by step"),
}
COUNTING: Labels = {
    "exclude_first_day": _("The day it starts is not counted; the first day counted is the next one."),
    "from_moment": _("Counted from the very moment."),
}
AGREED = _("It is the day agreed in the record; nothing is counted and nothing pauses it.")
END: Labels = {
    "end_of_day": _("It ends with the last day, at 23:59:59."),
    "end_of_office_hours": _("It ends with the office hours of the last day."),
    "same_time": _("It ends at the same time of day as it started."),
}
SCOPE: Labels = {
    "centre": _("the centre, once"),
    "unit": _("each linkage unit of the centre"),
    "group": _("each working group"),
    "station": _("each police station"),
    "window": _("each service window"),
    "community": _("each community"),
    "grid": _("each grid"),
    "actor": _("each organisation that says it is what the clause calls its actor"),
    "premises": _("each of the premises"),
    "plan": _("each emergency plan"),
}
LAST_DAY: Labels = {
    "stay": _("A last day that is a day of rest stays as it is."),
    "roll_forward": _("A last day that is a day of rest moves on to the next working day."),
    "roll_back": _("A last day that is a day of rest moves back to the working day before."),
}
WINDOW: Labels = {
    "office": _("Only the office hours of working days count."),
    "always": _("It runs day and night, on days of rest too."),
}
MORE_TIME: Labels = {
    "application": _("on application, decided by somebody else"),
    "consent": _("only with the consent of every party"),
    "never": _("not to be extended"),
}
PERIOD: Labels = {
    "yearly": _("once a year"),
    "half_yearly": _("once in half a year"),
    "quarterly": _("once a quarter"),
    "monthly": _("once a month"),
    "half_monthly": _("twice a month"),
    "weekly": _("once a week"),
    "daily": _("once a day"),
}
PAGE: Labels = {
    "directory:charter": _("the charter of the organisation"),
    "dispatch:turnouts": _("the page of those on the way"),
    "directory:org": _("the page of the organisation"),
    "intake:new": _("the page on which a report is taken"),
    "intake:contact": _("the page of the call"),
    "wall:wall": _("the wall"),
    "workbench:matter": _("the page of the matter"),
    "mediation:list": _("the list of mediations"),
    "mediation:case": _("the page of the mediation"),
    "mediation:session": _("the page of the session"),
    "screening:list": _("the page of dispute screening"),
    "meetings:meeting": _("the page of the meeting"),
    "training:courses": _("the list of courses"),
    "training:plan": _("the page of the annual plan of training"),
    "training:certificates": _("the page of certificates"),
    "assessment:rounds": _("the list of assessments"),
    "assessment:merits": _("the page of awards and accountability"),
}
AUDIENCE: Labels = {"public": _("for everybody"), "staff": _("for staff")}
RULE_KEY: Labels = {
    "kind": _("kind of rule"),
    "title": _("title"),
    "clauses": _("clauses"),
    "regulation": _("regulation"),
    "in_force": _("in force"),
    "note": _("note"),
    "assumed": _("assumed"),
    "clock": _("clock"),
    "when": _("for which matters"),
    "start": _("starts with"),
    "stop": _("stops with"),
    "pause": _("stands still"),
    "limits": _("figure"),
    "counting": _("counting"),
    "end": _("end of the last day"),
    "last_day": _("last day on a day of rest"),
    "window": _("hours that count"),
    "warn": _("warning"),
    "tell_warning": _("told of the warning"),
    "tell_breach": _("told when late"),
    "promise": _("counted as a promise"),
    "advisory": _("measured only"),
    "outlives": _("runs on when its matter is over"),
    "more_time": _("more time"),
    "table": _("table"),
    "facts": _("facts asked for"),
    "outcomes": _("outcomes"),
    "rows": _("rows"),
    "never": _("never"),
    "verb": _("deed"),
    "requires": _("needed first"),
    "unless": _("not for"),
    "message": _("message"),
    "stores": _("recorded as"),
    "shown_at": _("shown on"),
    "audience": _("readers"),
    "text": _("text"),
    "actor": _("who acts"),
    "every": _("how often"),
    "workdays_only": _("on working days only"),
    "evidence": _("evidence"),
    "procedure": _("procedure"),
    "steps": _("steps"),
    "adds": _("steps added"),
    "drops": _("steps dropped"),
}
SHARED: Labels = {
    "office_hours": _("the office hours"),
    "local_days": _("the local days off and working days"),
    "centres": _("which regulations a kind of centre adopts, and which rule wins"),
}


def actor(name: str) -> str:
    """Who acts, as a source names them. The rules files hold the English words; the catalogue has the Chinese."""
    return translation.pgettext("actor", name)
