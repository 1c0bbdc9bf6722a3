"""What is kept beside an officer's decision: what was suggested, and the items of checklists ticked with it."""

from datetime import datetime

from firstdesk.ledger.actors import Actor
from firstdesk.triage.models import Decision, KeptSuggestion
from firstdesk.triage.selectors.checklists import codes_for, ticks_of
from firstdesk.triage.selectors.routes import Classification, rulebook_of
from firstdesk.triage.selectors.suggestions import FIELDS, story_of, suggest
from firstdesk.triage.services.tick import keep


def beside(decision: Decision, judged: Classification, *, by: Actor, at: datetime) -> None:
    """Nothing where no officer decided. What was suggested is read off the story as it was registered."""
    if by.person_id is None:
        return
    _keep_suggestion(decision, at)
    _keep_ticks(decision, judged, by, at)


def _keep_suggestion(decision: Decision, at: datetime) -> None:
    story = story_of(decision.matter)
    if not story.strip():
        return
    found = suggest(story, decision.matter.centre, at)
    said = dict(found.fields)
    KeptSuggestion.objects.create(
        decision=decision,
        source=found.source,
        version=found.version,
        reasons={
            name: {"confidence": round(each.confidence, 3), "reasons": list(each.reasons), "source": each.source}
            for name, each in said.items()
        },
        **{name: said[name].value if name in said else "" for name in FIELDS},
    )


def _keep_ticks(decision: Decision, judged: Classification, by: Actor, at: datetime) -> None:
    """Only items that are on a checklist for what it was judged to be, and only those not ticked before."""
    if not judged.ticked:
        return
    matter = decision.matter
    known = codes_for(rulebook_of(matter), matter.centre_kind, judged.facts) & set(judged.ticked)
    done = {code for code, tick in ticks_of(matter).items() if tick.is_done}
    keep(matter, dict.fromkeys(known - done, True), by=by, at=at)
