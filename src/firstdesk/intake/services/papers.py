"""Photos and papers handed in during a contact: kept as a draft with it, and put with the matter it becomes."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal
from firstdesk.files.models import File
from firstdesk.intake import policies
from firstdesk.intake.models import Contact, Paper
from firstdesk.ledger.actors import Actor
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.services import Belonging


@transaction.atomic
def keep_papers(contact: Contact, files: Sequence[File], *, by: Actor, at: datetime) -> list[Paper]:
    """Keep files with an open contact. No entry in the record, as for the text: a draft is nothing yet."""
    policies.check_open(contact)
    policies.check_centre(contact.centre_id, by)
    Contact.objects.select_for_update(no_key=True).only("pk").get(pk=contact.pk)
    held = {paper.file.sha256 for paper in Paper.objects.select_related("file").filter(contact=contact)}
    fresh = list({file.sha256: file for file in files if file.sha256 not in held}.values())
    if len(held) + len(fresh) > settings.FILES_PER_MATTER:
        raise Refusal(_("A report holds at most %(limit)s files.") % {"limit": settings.FILES_PER_MATTER})
    return Paper.objects.bulk_create(
        Paper(contact=contact, file=file, kept_at=at, kept_by_id=by.by_id) for file in fresh
    )


@transaction.atomic
def drop_paper(paper: Paper, *, by: Actor, at: datetime) -> None:
    """Take one out of the draft again."""
    policies.check_open(paper.contact)
    policies.check_centre(paper.contact.centre_id, by)
    paper.delete()


@transaction.atomic
def carry_papers(contact: Contact, matter: Matter, *, by: Actor, at: datetime) -> None:
    """The contact has become a matter: its files go with it."""
    papers = list(Paper.objects.select_related("file").filter(contact=contact).order_by("pk"))
    if papers:
        matters.attach(matter, [paper.file for paper in papers], to=Belonging(), by=by, at=at)
        Paper.objects.filter(pk__in=[paper.pk for paper in papers]).delete()
