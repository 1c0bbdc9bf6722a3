"""The verbs of complaints."""

from firstdesk.complaints.services.money import approve, compute, decline, excuse, pay
from firstdesk.complaints.services.naming import lead, name
from firstdesk.complaints.services.opening import Opening, open_
from firstdesk.complaints.services.working import record

__all__ = ["Opening", "approve", "compute", "decline", "excuse", "lead", "name", "open_", "pay", "record"]
