"""Loading the rules."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.regulations.models import RulebookVersion
from firstdesk.rulebook.load import load_rulebook


@transaction.atomic
def load(*, texts_dir: Path, by: Actor, at: datetime) -> RulebookVersion:
    """Compile a rules folder and keep it whole. Loading the same content again changes nothing.

    Raises rulebook.load.RulebookError with every mistake found.
    """
    rulebook = load_rulebook(texts_dir)
    known = RulebookVersion.objects.defer("texts").filter(version=rulebook.version).first()
    if known is not None:
        return known
    stored, is_new = RulebookVersion.objects.get_or_create(
        version=rulebook.version,
        defaults={
            "title": rulebook.head.title.zh,
            "in_force_from": rulebook.in_force_from,
            "loaded_at": at,
            "loaded_by_name": by.name,
            "texts": dict(rulebook.texts),
        },
    )
    if is_new:
        ledger.append(
            ledger.Draft(
                chain="rulebook",
                verb="rulebook.loaded",
                by=by,
                at=at,
                subject_kind="regulations.RulebookVersion",
                subject_id=rulebook.version,
                after={"title": stored.title, "in_force_from": stored.in_force_from, "rules": len(rulebook.rules)},
                rulebook_version=rulebook.version,
            )
        )
    return stored
