"""Units, their posts and what they answer for."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, time

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from firstdesk.common import validation
from firstdesk.common.refusals import at_field
from firstdesk.directory.models import Post, Remit, Unit, UnitKind
from firstdesk.directory.posts import plans_for
from firstdesk.directory.roles import ROLES
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor


@dataclass(frozen=True, kw_only=True)
class NewUnit:
    """What a unit is set up with. Working hours None: round the clock."""

    code: str
    name: str
    kind: str
    parent: Unit | None = None
    centre_kind: str = ""
    linkage_class: int | None = None
    division_code: str = ""
    phone: str = ""
    supervision_phone: str = ""
    address: str = ""
    opens_at: time | None = None
    closes_at: time | None = None


@dataclass(frozen=True, kw_only=True)
class NewPost:
    """What a post is set up with."""

    code: str
    name: str
    role: str
    is_queue: bool = False
    is_leader: bool = False


@transaction.atomic
def create_unit(*, new: NewUnit, by: Actor, at: datetime) -> Unit:
    """Set up a unit with the posts its kind starts with."""
    above = new.parent.path if new.parent else "/"
    unit = Unit(**vars(new), path=f"{above}{new.code}/")
    if "/" in new.code or new.code != new.code.strip():
        raise at_field("code", _("A code has no slash and no blanks."), whole=_("Nothing was saved."))
    validation.check(unit)
    unit.save(force_insert=True)
    posts = starting_posts(unit)
    noted = {key: getattr(value, "pk", value) for key, value in vars(new).items() if value not in ("", None)}
    ledger.append(
        ledger.Draft(
            chain=f"unit:{unit.pk}",
            verb="unit.created",
            by=by,
            at=at,
            subject_kind="directory.Unit",
            subject_id=unit.pk,
            after=noted | {"posts": [post.code for post in posts]},
        )
    )
    return unit


def starting_posts(unit: Unit) -> list[Post]:
    """Write the posts a new unit of its kind starts with, named in the language of the installation."""
    with override(settings.LANGUAGE_CODE):
        posts = [
            Post(
                unit=unit,
                code=plan.code,
                name=str(plan.name),
                role=plan.role,
                is_queue=plan.is_queue,
                is_leader=plan.is_leader,
            )
            for plan in plans_for(unit.kind, unit.centre_kind)
        ]
    return Post.objects.bulk_create(posts)


@transaction.atomic
def post_numbers(unit: Unit, *, phone: str, supervision_phone: str, by: Actor, at: datetime) -> Unit:
    """The numbers under which a unit is called, and under which one complains of it (SS-110-18)."""
    before = {"phone": unit.phone, "supervision_phone": unit.supervision_phone}
    after = {"phone": phone.strip(), "supervision_phone": supervision_phone.strip()}
    unit.phone, unit.supervision_phone = after["phone"], after["supervision_phone"]
    validation.check(unit)
    Unit.objects.filter(pk=unit.pk).update(**after)
    draft = ledger.draft_for(unit, "unit.numbers_posted", chain=f"unit:{unit.pk}", by=by, at=at)
    ledger.append(replace(draft, before=before, after=after | {"unit": unit.name}))
    return unit


@transaction.atomic
def create_post(*, unit: Unit, new: NewPost, by: Actor, at: datetime) -> Post:
    """Add a post to a unit."""
    if new.role not in ROLES:
        raise at_field("role", _("There is no such role."), whole=_("Nothing was saved."))
    post = Post(unit=unit, **vars(new))
    validation.check(post)
    post.save(force_insert=True)
    draft = ledger.Draft(
        chain=f"unit:{unit.pk}",
        verb="post.created",
        by=by,
        at=at,
        subject_kind="directory.Post",
        subject_id=post.pk,
        after=asdict(new),
    )
    ledger.append(draft)
    return post


@transaction.atomic
def add_remit(*, unit: Unit, centre: Unit, topic: str, rank: int = 1, by: Actor, at: datetime) -> Remit:
    """The unit answers for a topic in a centre from now on."""
    if centre.kind != UnitKind.CENTRE:
        raise at_field("centre", _("“%s” is not a centre.") % centre.name, whole=_("Nothing was saved."))
    remit = Remit(unit=unit, centre=centre, topic=topic, rank=rank)
    validation.check(remit)
    remit.save(force_insert=True)
    ledger.append(
        ledger.Draft(
            chain=f"unit:{unit.pk}",
            verb="remit.added",
            by=by,
            at=at,
            subject_kind="directory.Remit",
            subject_id=remit.pk,
            after={"centre": centre.pk, "topic": topic, "rank": rank},
        )
    )
    return remit
