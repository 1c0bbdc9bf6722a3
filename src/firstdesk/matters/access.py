"""What a form about a matter begins with: the matter it was sent from, and another one that it names."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from firstdesk.common.http import key_in
from firstdesk.common.refusals import at_field
from firstdesk.directory.access import StaffRequest
from firstdesk.directory.scope import Acting
from firstdesk.files import services as files
from firstdesk.files.models import File
from firstdesk.matters.models import Matter
from firstdesk.matters.policies import check_seen
from firstdesk.matters.selectors import get_visible, showable


def seen_matter(request: StaffRequest, number: str) -> Matter:
    """The matter; sent by a form, still as its page had it. Raises Http404, Refusal where the form does not say what it
    saw, and Conflict with what changed where that is over."""
    matter = get_visible(number, request.acting)
    if request.method == "POST":
        check_seen(matter, request.POST.get("seen", ""))
    return matter


def named_matter(number: str, acting: Acting, field: str) -> Matter:
    """Another matter, by the number typed. Raises Refusal on the field where there is none the person may see."""
    found = Matter.objects.visible_to(acting).filter(number=number.strip().upper()).first()
    if found is None:
        raise at_field(field, _("There is no matter with this number that you may see."))
    return found


def for_the_person(request: StaffRequest, matter: Matter, at: datetime) -> list[File]:
    """What goes with an answer: files put with it, and those of the matter marked for the person."""
    marked = {key_in(each) for each in request.POST.getlist("show")}
    shown = [each.file for each in showable(matter) if each.pk in marked and each.file]
    return [*shown, *files.store_all(request.FILES.getlist("files"), by=request.acting.actor, at=at)]
