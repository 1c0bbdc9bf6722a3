"""In which matters somebody gave exactly this number."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Q, QuerySet, TextField

from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.intake.models import Party
from firstdesk.matters.models import Confidentiality


def matters_naming(number: str, acting: Acting) -> QuerySet[Party, int]:
    """Keys of the matters with a party of this phone or card, digits alone. Who reported a confidential matter is for its
    centre, so that nobody else learns of them by asking for their number."""
    numbers = Func(F("phone"), F("note"), function="intake_numbers", output_field=ArrayField(TextField()))
    found = Party.objects.order_by().alias(numbers=numbers).filter(Q(("numbers__contains", [number.lower()])))
    if not acting.may(Permission.READ_CONFIDENTIAL):
        hidden = Q(role=Party.Role.REPORTER, matter__confidentiality=Confidentiality.CONFIDENTIAL)
        found = found.exclude(hidden & ~Q(matter__centre=acting.unit))
    return found.values_list("matter", flat=True)
