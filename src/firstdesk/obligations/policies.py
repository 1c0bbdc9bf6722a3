"""Who may act on a duty, and which proofs it accepts."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from firstdesk.common.language import words
from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.files.models import File
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.selectors import duties
from firstdesk.obligations.selectors.owing import waits_for
from firstdesk.obligations.states import OccurrenceState
from firstdesk.regulations import labels
from firstdesk.rosters.selectors import resolve

PICTURED = ("photo",)
ON_PAPER = ("paper", "photo")


def check_open(occurrence: Occurrence) -> None:
    """Raises NotAllowed for a duty that is done or waived."""
    if not occurrence.is_open:
        raise NotAllowed(
            _("This is not possible now: it is “%(old)s”.") % {"old": occurrence.get_state_display()},
        )


def check_prove(occurrence: Occurrence, acting: Acting, at: datetime) -> None:
    """Raises NotAllowed for anybody but those who may prove it: the holder of the post, who is on shift there, the
    leader of the unit."""
    if not answers_for(occurrence, acting, at):
        said = _(
            "This duty belongs to %(post)s: its holder, whoever is on shift there, or the leader of the unit hands in what proves it. You may leave a remark."
        )
        raise NotAllowed(said % {"post": waits_for(occurrence)})


def check_kind(occurrence: Occurrence, kind: str) -> None:
    """Raises Refusal for a kind of evidence the rule does not ask for, or that cannot be handed in."""
    rule, vocabulary = duties.duty_of(occurrence), duties.vocabulary_of(occurrence)
    if kind not in rule.evidence:
        asked = "、".join(words(vocabulary.evidence[name]) for name in rule.evidence)
        raise at_field("kind", _("This duty is not proved by that. It asks for: %(kinds)s.") % {"kinds": asked})
    if vocabulary.proof(kind).by_work:
        name = words(vocabulary.evidence[kind])
        raise at_field("kind", _("“%(kind)s” cannot be typed in: doing the work itself shows it.") % {"kind": name})


def check_by_hand(occurrence: Occurrence, kind: str, said: str, file: File | None) -> None:
    """Raises Refusal unless what is handed in fits its kind."""
    check_kind(occurrence, kind)
    vocabulary = duties.vocabulary_of(occurrence)
    proof, name = vocabulary.proof(kind), words(vocabulary.evidence[kind])
    if proof.form in PICTURED and (file is None or not file.is_picture):
        raise at_field("file", _("“%(kind)s” is shown by a photo of the place.") % {"kind": name})
    if proof.form in ON_PAPER and file is None:
        raise at_field("file", _("“%(kind)s” is shown by the paper: photograph or scan it.") % {"kind": name})
    if not said.strip() and file is None:
        raise at_field("words", _("Name the evidence: a document's number, where it is kept, what was done."))


def check_explain(occurrence: Occurrence, acting: Acting, at: datetime) -> None:
    """Raises NotAllowed unless the duty was missed and this person owes it or leads the unit."""
    if occurrence.state != OccurrenceState.MISSED:
        raise NotAllowed(_("Only what was missed is explained."))
    if not answers_for(occurrence, acting, at):
        raise NotAllowed(_("This duty belongs to another post; its holder explains why it was missed."))


def check_waive(occurrence: Occurrence, acting: Acting, at: datetime) -> None:
    """Raises NotAllowed for anybody but a director or supervisor above the unit whose post the rule names; never for
    those who owe it."""
    check_open(occurrence)
    if not any(acting.may(each) for each in (Permission.DECIDE, Permission.SUPERVISE)):
        raise NotAllowed(_("A duty is waived by a director or a supervisor."))
    if not (acting.covers(occurrence.unit) or (occurrence.centre is not None and acting.covers(occurrence.centre))):
        raise NotAllowed(_("This duty belongs to an organisation outside yours."))
    if owes(occurrence, acting, at):
        raise NotAllowed(_("Whoever owes a duty does not waive it. Ask a supervisor, or the centre above."))
    named = duties.duty_of(occurrence).waive.by
    if not {acting.post.code, acting.post.role} & {duties.post_code(actor) for actor in named}:
        raise NotAllowed(
            _("The rule lets this duty be waived by: %(posts)s.") % {"posts": ", ".join(map(labels.actor, named))}
        )


def answers_for(occurrence: Occurrence, acting: Acting, at: datetime) -> bool:
    """Whether the person owes the duty or leads the unit that does."""
    leads = any(post.is_leader and post.unit_id == occurrence.unit_id for post in acting.posts)
    return leads or owes(occurrence, acting, at)


def owes(occurrence: Occurrence, acting: Acting, at: datetime) -> bool:
    """Whether the person's post owes the duty, or they are on shift at that post."""
    if occurrence.owing_post is None:
        return occurrence.unit_id in acting.unit_ids
    on = {person.pk for person in resolve(occurrence.owing_post, at).people}
    return occurrence.owing_post_id in acting.post_ids or acting.user.pk in on


def may_waive(occurrence: Occurrence, acting: Acting, at: datetime) -> bool:
    """Whether the person may waive it, for offering the button."""
    try:
        check_waive(occurrence, acting, at)
    except NotAllowed:
        return False
    return True
