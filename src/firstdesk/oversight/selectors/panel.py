"""What overseers and applicants said about one matter, and what this person may do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.common.language import words
from firstdesk.common.reading import may_hold
from firstdesk.directory.models import Post
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter, Recusal
from firstdesk.matters.selectors import recused
from firstdesk.matters.states import State
from firstdesk.obligations import selectors as obligations
from firstdesk.obligations.models import Clock
from firstdesk.oversight.models import Application, Supervision
from firstdesk.oversight.selectors.addressee import addressee
from firstdesk.oversight.selectors.approval import barred_from, deciding_posts, is_from_above
from firstdesk.oversight.selectors.counting import unit_of
from firstdesk.oversight.states import CARDS, GRAVITY, ApplicationState, Card, Kind, SupervisionState
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import Text
from firstdesk.triage.policies import RECLASSIFIABLE
from firstdesk.triage.selectors.checklists import Checklist, checklists_for, ticks_of
from firstdesk.triage.selectors.routes import rulebook_of

NextStep = tuple[str | Promise, str, bool]  # label, anchor on the page of the matter, whether it is the obvious one
WORKS = frozenset({Permission.HANDLE, Permission.REPLY, Permission.TRIAGE, Permission.MEDIATE})


@dataclass(frozen=True)
class Word:
    """An urge or a card, with its clock, and what this person may do with it."""

    row: Supervision
    due: Clock | None
    may_answer: bool
    may_lift: bool


@dataclass(frozen=True)
class Wanted:
    """An application, and what this person may do with it."""

    row: Application
    promise: Text | None  # of an extension
    changes: tuple[tuple[str, str], ...]  # of a reclassification: field and new value
    checklists: Sequence[Checklist]  # for what it would be then; what is required is ticked with the approval
    may_decide: bool
    may_withdraw: bool
    posts: Sequence[Post] = ()  # from which it may be decided now, while it waits
    from_above: bool = False  # because here nobody may


@dataclass(frozen=True)
class Extendable:
    """A promise for which more time may be asked."""

    clock: Clock
    title: Text
    unit_of_time: str


def words_of(matter: Matter, acting: Acting) -> list[Word]:
    """Newest first."""
    if not may_hold(matter, Supervision):
        return []
    people = ("unit", "issued_by", "answered_by", "lifted_by")
    rows = Supervision.objects.filter(matter=matter).select_related(*people).order_by("-issued_at", "-pk")
    clocks = {clock.part: clock for clock in Clock.objects.filter(matter_id=matter.pk, code="supervision").open()}
    oversees = may_oversee(matter, acting)
    return [
        Word(
            row,
            clocks.get(row.part),
            may_answer=row.state == SupervisionState.OPEN and row.unit_id == acting.unit.pk and matter.is_open,
            may_lift=row.state != SupervisionState.LIFTED and oversees and matter.is_open,
        )
        for row in rows
    ]


def applications_of(matter: Matter, acting: Acting, at: datetime) -> list[Wanted]:
    """Newest first."""
    if not may_hold(matter, Application):
        return []
    people = ("unit", "asked_by", "decided_by", "clock", "matter__centre", "matter__responsible_unit")
    rows = Application.objects.filter(matter=matter).select_related(*people).order_by("-asked_at", "-pk")
    return [wanted(row, acting, at) for row in rows]


def wanted(row: Application, acting: Acting, at: datetime) -> Wanted:
    """One application as a page shows it."""
    waits = row.state == ApplicationState.ASKED
    own = row.asked_by_id == acting.user.pk
    posts = deciding_posts(row, at) if waits else []
    decides = acting.post.pk in {post.pk for post in posts} and acting.user.pk not in barred_from(row)
    promise = obligations.rule_title(row.clock) if row.clock else None
    lists = _checklists(row) if decides else ()
    may = {"may_decide": decides, "may_withdraw": waits and own, "from_above": is_from_above(row, posts)}
    return Wanted(row, promise, _changes(row), lists, posts=posts, **may)


def _checklists(row: Application) -> Sequence[Checklist]:
    if row.kind != Kind.RECLASSIFICATION:
        return ()
    facts = {**row.values, "topic": row.values["topic"].partition(".")[0]}
    return checklists_for(rulebook_of(row.matter), row.matter.centre_kind, facts, ticks_of(row.matter))


def _changes(row: Application) -> tuple[tuple[str, str], ...]:
    book = rulebook_of(row.matter)
    return tuple((words(book.facts[name].title), value_label(book, name, value)) for name, value in row.values.items())


def value_label(book: Rulebook, name: str, value: str) -> str:
    """How a value of a classification reads."""
    return regulations.topic_name(book, value) if name == "topic" else regulations.fact_label(book, name, value)


def may_oversee(matter: Matter, acting: Acting) -> bool:
    """Cards, and lifting: whoever supervises this centre."""
    return acting.may(Permission.SUPERVISE) and matter.centre.path.startswith(acting.unit.path)


def may_urge(matter: Matter, acting: Acting) -> bool:
    """The centre, and whoever supervises it, reminds whoever has the matter; nobody reminds themselves."""
    if not matter.is_open or matter.responsible_person_id == acting.user.pk:
        return False
    near = acting.may(Permission.REFER) and acting.unit.pk in {matter.centre_id, matter.responsible_unit_id}
    return near or may_oversee(matter, acting)


def cards_left(matter: Matter) -> list[tuple[str, str | Promise]]:
    """The cards that may still be given: graver than the one that stands."""
    given = Supervision.objects.filter(matter=matter, card__in=CARDS).exclude(state=SupervisionState.LIFTED)
    stands = given.first() if may_hold(matter, Supervision) else None
    least = GRAVITY.index(stands.card) if stands else 0
    return [(card, Card(card).label) for card in GRAVITY[least + 1 :]]


def may_apply(matter: Matter, acting: Acting) -> bool:
    """Whoever works on it."""
    near = acting.unit.pk in {matter.centre_id, matter.responsible_unit_id}
    return matter.is_open and near and bool(acting.permissions & WORKS)


def kinds_open(matter: Matter, acting: Acting) -> list[str]:
    """What this person may apply for now: possible in this state, and not asked for already."""
    if not may_apply(matter, acting):
        return []
    asked = Application.objects.filter(matter=matter, state=ApplicationState.ASKED).values_list("kind", flat=True)
    waiting = set(asked) if may_hold(matter, Application) else set()
    possible = {
        Kind.EXTENSION: bool(extendable(matter, acting)),
        Kind.SUSPENSION: matter.state == State.HANDLING and acting.unit.pk == matter.responsible_unit_id,
        Kind.VOIDING: State.INVALID in matter.moves[matter.state],
        Kind.RECLASSIFICATION: matter.state in RECLASSIFIABLE and bool(matter.nature),
    }
    return [kind for kind, now in possible.items() if now and kind not in waiting]


def extendable(matter: Matter, acting: Acting) -> list[Extendable]:
    """The promises this person's unit owes, still to be kept."""
    found = [
        clock
        for clock in obligations.open_of(matter)
        if clock.owing_unit_id == acting.unit.pk
        and not clock.is_advisory
        and clock.code != "supervision"
        and obligations.more_time(clock) == "application"
    ]
    return [Extendable(clock, obligations.rule_title(clock), unit_of(clock)) for clock in found]


@dataclass(frozen=True)
class Choice:
    """One field of a classification, with what it may become and what it is."""

    name: str
    label: str
    options: list[tuple[str, str]]
    value: str


def judged(matter: Matter) -> list[Choice]:
    """The five things a person judges, as the matter's own rules call them."""
    book = rulebook_of(matter)
    found = []
    for name in ("nature", "topic", "urgency", "grade", "remit"):
        options = [(value, words(text)) for value, text in book.facts[name].values.items()]
        if name == "topic":
            options = [option for _group, inside in regulations.topic_choices(book) for option in inside]
        found.append(Choice(name, words(book.facts[name].title), options, getattr(matter, name)))
    return found


def recusals_of(matter: Matter) -> list[Recusal]:
    """Who stands back, and who did: whom a complaint is about is named by the complaint's own panel, and lifted here."""
    if not may_hold(matter, Recusal):
        return []
    found = Recusal.objects.filter(matter=matter).select_related("person", "lift__lifted_by")
    return list(found.order_by("recused_at", "pk"))


def may_lift_recusal(matter: Matter, acting: Acting) -> bool:
    """Directors of its centre and above it who do not stand back themselves."""
    above = matter.centre.path.startswith(acting.unit.path)
    return acting.may(Permission.DECIDE) and above and acting.user.pk not in recused(matter)


def panel(matter: Matter, acting: Acting, at: datetime) -> dict[str, object] | None:
    """What the page of a matter shows of its oversight; None where there is nothing to show or to do."""
    shown = standing(matter, acting, at)
    if any(shown[name] for name in ("words", "applications", "recusals", "may_urge", "cards", "kinds")):
        return shown
    return None


def standing(matter: Matter, acting: Acting, at: datetime) -> dict[str, object]:
    """Everything the panel shows, and what its forms offer."""
    said = words_of(matter, acting)
    applications = applications_of(matter, acting, at)
    kinds = kinds_open(matter, acting)
    to = addressee(matter) if matter.is_open else None
    return {
        "matter": matter,
        "words": said,
        "urged": sum(1 for word in said if word.row.card == Card.URGE),
        "applications": applications,
        "recusals": recusals_of(matter),
        "may_lift_recusal": may_lift_recusal(matter, acting),
        "addressee": to,
        "urge_clauses": ("GC-07-04",),
        "may_urge": may_urge(matter, acting),
        "cards": cards_left(matter) if matter.is_open and may_oversee(matter, acting) else [],
        "kinds": kinds,
        "extendable": extendable(matter, acting) if Kind.EXTENSION in kinds else [],
        "judged": judged(matter) if Kind.RECLASSIFICATION in kinds else [],
    }


def next_steps(matter: Matter, acting: Acting) -> list[NextStep]:
    """An overseer waits for this person's unit."""
    if not matter.is_open or not acting.permissions & WORKS or not may_hold(matter, Supervision):
        return []
    waiting = Supervision.objects.filter(matter=matter, unit=acting.unit, state=SupervisionState.OPEN)
    first = waiting.order_by("issued_at").values_list("pk", flat=True).first()
    return [(_("Answer the overseer"), f"#supervision-{first}", False)] if first else []
