"""What the rules ask for before a verb may happen, as a refusal that names every missing thing and its clauses."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from firstdesk.common.language import words
from firstdesk.common.refusals import Detail, Refusal
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook import gates


def demand(centre_kind: str, verb: str, present: Collection[str], facts: Mapping[str, str], version: str) -> None:
    """Refuse unless everything the gates of this kind of centre ask for is present.

    Each Detail's field is the name of the missing evidence; the same names are the fields of the forms.
    """
    verdict = gates.check(regulations.version(version), centre_kind, verb, present, facts)
    if verdict.open:
        return
    details = [Detail(miss.item, words(miss.message), miss.clauses) for miss in verdict.missing]
    raise Refusal(_("The rules ask for more before this can be done."), details=details)
