"""The form of a new posting: what may be chosen, and what was sent."""

from datetime import datetime

from firstdesk.common import clock
from firstdesk.common.refusals import at_field
from firstdesk.directory.access import StaffRequest
from firstdesk.files import services as files
from firstdesk.regulations import selectors as regulations
from firstdesk.wall import policies
from firstdesk.wall.forms import PostingForm
from firstdesk.wall.models import Posting
from firstdesk.wall.selectors import keeping
from firstdesk.wall.services import posting as services
from firstdesk.wall.services.posting import NewPosting


def form_of(request: StaffRequest, at: datetime) -> PostingForm:
    """Filled with what was sent, else with what the link asked for."""
    things = keeping.things(regulations.current(at), keeping.kept_by(request.acting))
    if request.method == "POST":
        return PostingForm(request.POST, request.FILES, things=things)
    asked = {"what": request.GET.get("what", ""), "since": clock.local(at).date().isoformat()}
    return PostingForm(initial=asked, things=things)


def put_up(request: StaffRequest, form: PostingForm, at: datetime) -> Posting:
    """Raises Refusal with the field and what would be right."""
    values, by = form.cleaned_data, request.acting.actor
    unit_id, rule, item = values["what"].split("|")
    unit = next((each for each in keeping.kept_by(request.acting) if str(each.pk) == unit_id), None)
    if unit is None:
        raise at_field("what", keeping.NOT_YOURS)
    policies.check_post(request.acting, unit)
    made = NewPosting(
        unit=unit, rule_id=rule, item=item, form=values["form"], place=values["place"], text=values["text"],
        file=files.store_one(values["file"], by=by, at=at), photo=files.store_one(values["photo"], by=by, at=at),
        since=values["since"], until=values["until"],
    )  # fmt: skip
    return services.post(made, by=by, at=at)
