"""Reports to test with: a desk whose work is counted, people who write and others who sign."""

from datetime import date, datetime

from django.http import StreamingHttpResponse
from django.test import Client

from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import acting
from firstdesk.ledger.actors import Actor
from firstdesk.matters.tests.factories import Desk
from firstdesk.reporting import services
from firstdesk.reporting.kinds import report_kinds
from firstdesk.reporting.models import Report
from firstdesk.reporting.services import NewReport
from firstdesk.reporting.spans import holding, newest

TEXT = "一切正常"


def read(client: Client, address: str) -> bytes:
    """A file as it comes, to its end."""
    answer = client.get(address)
    assert isinstance(answer, StreamingHttpResponse)
    return answer.getvalue()


def actor(person: User, at: datetime) -> Actor:
    """As the record names them."""
    return acting(person, at).actor


def make_report(desk: Desk, kind: str = "work_month", *, day: date | None = None, **values: object) -> Report:
    """A draft by the officer of the desk: of the days that hold `day`, or the newest that are over."""
    template = report_kinds()[kind]
    span = holding(template.span, day) if day else newest(template.span, desk.at.date())
    new = NewReport(**({"unit": desk.centre.unit, "kind": template, "span": span} | values))  # type: ignore[arg-type]
    return services.begin(new, by=desk.by, at=desk.at)


def write_all(report: Report, desk: Desk) -> Report:
    """With a word in every section."""
    texts = {each.code: TEXT for each in report.template.sections}
    return services.write(report, texts, by=desk.by, at=desk.at)


def make_sent(desk: Desk, kind: str = "work_month", *, day: date | None = None) -> Report:
    """Written by the officer, signed by the director, sent."""
    report = services.hand_in(write_all(make_report(desk, kind, day=day), desk), by=desk.by, at=desk.at)
    report = services.sign(report, by=actor(desk.centre.people["director"], desk.at), at=desk.at)
    return services.send(report, by=desk.by, at=desk.at)
