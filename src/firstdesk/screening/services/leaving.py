"""What is reported leaves as a paper: sealed, with a code by which anybody can have it checked."""

from datetime import datetime

from firstdesk.files.leaving import Leaving, leave
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor
from firstdesk.screening.selectors.papers import Paper


def leaves(paper: Paper, *, replaces: File | None = None, base: str = "", by: Actor, at: datetime) -> File:
    """The paper of what a verb is about to report; `replaces`: the one that left before. The verb's entry notes its hash."""
    leaving = Leaving(
        title=paper.title, number=paper.number, issuer=paper.unit.name, unit_id=paper.unit.pk, base=base,
        replaces=(replaces.sha256,) if replaces else (),
    )  # fmt: skip
    return leave(leaving, paper.left, by=by, at=at).file
