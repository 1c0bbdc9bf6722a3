"""A signature as a page sends it: the pen's way, or the scan of what was signed by hand."""

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.refusals import at_field
from firstdesk.directory.access import StaffRequest
from firstdesk.files import services as files
from firstdesk.files.kinds import SOUNDS
from firstdesk.mediation.models import Agent, Agreement, Party, Seat, Signature
from firstdesk.mediation.selectors.case import agents_of
from firstdesk.mediation.services import outcome as verbs
from firstdesk.mediation.services.outcome import Mark
from firstdesk.mediation.views.outcome.forms import SignForm


def sign_one(request: StaffRequest, row: Agreement) -> Signature:
    """Who signs and how, for the verb. Raises Refusal with what to do."""
    signer = _signer(row, request.POST.get("signer", ""))
    agents = list(Agent.objects.filter(party=signer)) if isinstance(signer, Party) else []
    given = cleaned(SignForm(request.POST, request.FILES, agents=[(agent.pk, "") for agent in agents]))
    agent = next((each for each in agents if each.pk == given["agent"]), None)
    if agent is None and isinstance(signer, Party):
        agent = _guardian(signer)
    mark = _mark(request, given["way"], given["strokes"], agent)
    return verbs.sign(row, signer, mark, by=request.acting.actor, at=clock.now())


def _signer(row: Agreement, key: str) -> Party | Seat:
    kind, _sep, number = key.partition(":")
    found: Party | Seat | None = None
    if number.isdecimal() and len(number) < 18:
        if kind == "party":
            found = Party.objects.filter(case=row.case_id, no=int(number)).first()
        elif kind == "seat":
            found = Seat.objects.select_related("mediator__user").filter(case=row.case_id, pk=int(number)).first()
    if found is None:
        raise Http404
    return found


def _guardian(party: Party) -> Agent | None:
    """The only guardian of somebody who cannot sign alone signs without being chosen."""
    if party.capacity == Party.Capacity.FULL:
        return None
    found = [agent for agent in agents_of(party, clock.now()) if agent.role == Agent.Role.GUARDIAN]
    return found[0] if len(found) == 1 else None


def _mark(request: StaffRequest, way: str, strokes: str, agent: Agent | None) -> Mark:
    if way == Signature.Way.TOUCH:
        return Mark(way=way, strokes=strokes, agent=agent)
    upload: UploadedFile[bytes] | None = request.FILES.get("scan")
    if upload is None:
        raise at_field("scan", _("Scan the signed sheets back: as one PDF, or as pictures."))
    kept = files.store(upload, by=request.acting.actor, at=clock.now())
    if kept.kind in SOUNDS:
        raise at_field("scan", _("A recording is no scan of signed sheets."))
    return Mark(way=way, scan=kept, pages=files.pages_of(kept), agent=agent)
