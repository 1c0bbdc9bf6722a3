"""From a notice to the ways its reader has chosen: at once, after the quiet hours, or with the digest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import translation

from firstdesk.common import clock
from firstdesk.directory.models import Appointment
from firstdesk.directory.selectors import in_force
from firstdesk.notices import selectors, ways
from firstdesk.notices.hours import NIGHT, Collected, Quiet
from firstdesk.notices.models import Delivery, Notice, Preference, QuietPost
from firstdesk.notices.services.outbox import hand
from firstdesk.notices.states import REACHES, Digest, Stage, Way

ABOUT_SENDING = "message.stuck"  # is told at the bell alone


@dataclass(frozen=True)
class Standing:
    """Where the readers stand today: the unit of each, and the quiet hours of their posts."""

    units: Mapping[int, int] = field(default_factory=dict)
    quiet: Mapping[int, Quiet] = field(default_factory=dict)


def fan_out(notices: Sequence[Notice], at: datetime, *, calendar: str = "") -> list[Delivery]:
    """Write the deliveries of these notices; one query where nobody has chosen anything. An appointment goes with the mail."""
    if not notices or notices[0].kind == ABOUT_SENDING or not ways.open_ways():
        return []
    chosen = Preference.objects.filter(user__in=[notice.recipient_id for notice in notices])
    wishes = {wish.user_id: wish for wish in chosen.exclude(mail_wish="never", sms_wish="never")}
    if not wishes:
        return []
    standing = standing_of(wishes, at)
    made = Delivery.objects.bulk_create(
        delivery
        for notice in notices
        if notice.recipient_id in wishes
        for delivery in _of(notice, wishes[notice.recipient_id], standing, calendar, at)
    )
    for delivery in made:
        if delivery.handed_at:
            hand(delivery.pk)
    return made


def standing_of(user_ids: Iterable[int], at: datetime) -> Standing:
    """Each person's unit, and the quiet hours of the posts they hold; of several posts the one that is never quiet wins."""
    held = list(
        Appointment.objects.filter(in_force(clock.local(at).date()), user__in=list(user_ids))
        .order_by("starts_on", "pk")
        .values_list("user_id", "post_id", "post__unit_id")
    )
    posts = QuietPost.objects.in_bulk([post for _user, post, _unit in held])
    units: dict[int, int] = {}
    quiet: dict[int, Quiet] = {}
    for user, post, unit in held:
        units.setdefault(user, unit)
        found = posts.get(post)
        if found and (user not in quiet or found.quiet_from == found.quiet_until):
            quiet[user] = Quiet(found.quiet_from, found.quiet_until)
    return Standing(units, quiet)


def quiet_of(wish: Preference, standing: Standing) -> Quiet:
    """The person's own hours, else those of the post, else the night."""
    if wish.quiet_from is not None and wish.quiet_until is not None:
        return Quiet(wish.quiet_from, wish.quiet_until)
    return standing.quiet.get(wish.user_id, NIGHT)


def _of(notice: Notice, wish: Preference, standing: Standing, calendar: str, at: datetime) -> Iterable[Delivery]:
    """A calendar reads an appointment that comes by itself: its mail waits for no digest."""
    for way, address, wanted in ((Way.MAIL, wish.mail, wish.mail_wish), (Way.SMS, wish.mobile, wish.sms_wish)):
        if way not in ways.open_ways() or notice.level not in REACHES[wanted]:
            continue
        urgent = notice.level == "danger"
        is_held = way == Way.MAIL and wish.digest != Digest.NONE and not urgent and not calendar
        due = at if urgent else quiet_of(wish, standing).over(at)
        if is_held:
            due = Collected(wish.digest, wish.digest_hour, wish.digest_weekday).next(at)
        text = said(notice, wish.language)
        yield Delivery(
            key=f"{way}:notice:{notice.pk}",
            way=way,
            stage=Stage.HELD if is_held else Stage.QUEUED,
            recipient_id=notice.recipient_id,
            notice=notice,
            address=address,
            kind=notice.kind,
            subject=text[:200] if way == Way.MAIL else "",
            text=text,
            calendar=calendar if way == Way.MAIL else "",
            matter_id=notice.matter_id,
            unit_id=standing.units.get(notice.recipient_id),
            urgent=urgent,
            created_at=at,
            due_at=due,
            handed_at=at if due <= at and not is_held else None,
        )


def said(notice: Notice, language: str) -> str:
    """The notice as its reader reads it."""
    with translation.override(language):
        return selectors.sentence(notice)
