"""What the demonstration has posted: most of it hangs and was looked at, some is lacking, some outdated."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from firstdesk.common import clock
from firstdesk.config.demo.build import City
from firstdesk.config.demo.paper import DRAWN, picture
from firstdesk.directory.models import Unit, User
from firstdesk.files import services as files
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.model import Entry
from firstdesk.rulebook.postings import PostingRule
from firstdesk.wall.models import Posting
from firstdesk.wall.selectors import boards
from firstdesk.wall.services import figures, officers
from firstdesk.wall.services import posting as services
from firstdesk.wall.services.posting import NewPosting
from firstdesk.wall.states import Form

IS = (("cx-health", "health bureau"), ("cx-window", "vehicle administration office"))
KEEPERS = {  # organisation → the post that keeps what it posts
    "cx-fire": "liaison", "cx-health": "liaison", "cx-power": "liaison", "cx-water": "liaison",
    "cx-ps-xikou": "liaison", "cx-rongyin-office": "director", "cx-window": "director",
}  # fmt: skip
LACKING = {("cx-water", "flow_chart"), ("cx-water", "media"), ("cx-ps-xikou", "trades"), ("cx-window", "honour")}
OUTDATED = {("cx-fire", "promise"), ("cx-rongyin-office", "law")}
NAMED = (("cx-linkage", "intake"), ("cx-xikou-gov", "intake"), ("cx-rongyin-office", "intake"))


def putting_up(city: City, *, at: datetime) -> None:
    """Everything goes up on one morning, but what was forgotten; some officers agree to be named."""
    for code, actor in IS:
        services.answer_for(city.units[code], actor=actor, by=_keeper(city, code), at=at)
    photo = _photo(at)
    for number, code in enumerate(KEEPERS):
        _all_of(city, code, photo, at + timedelta(minutes=number))
    for code, post in NAMED:
        for person in city.people[code, post][:2]:
            _agrees(city.units[code], person, at)


def looking(city: City, *, at: datetime) -> None:
    """Lately some of it was looked at, one was found wrong, and the notice board was filled anew; then the figures are counted."""
    wall = Posting.objects.filter(removed_at=None).select_related("unit").order_by("pk")
    for number, row in enumerate(wall[:12]):
        is_right = number != 7
        note = "" if is_right else "被告示遮住了一半"
        day = at - timedelta(days=2, minutes=number)
        services.look(row, is_as_posted=is_right, note=note, by=_keeper(city, row.unit.code), at=day)
    office = city.units["cx-rongyin-office"]
    fresh = NewPosting(
        unit=office, rule_id="cp.post.prevention", item="order", form=Form.ONLINE,
        text="本月辖区电动车被盗有所上升，请上锁并停入车棚；夜间楼道请保持照明。", since=clock.local(at).date(),
    )  # fmt: skip
    services.post(fresh, by=_keeper(city, office.code), at=at)
    figures.refresh(at=at)


def _all_of(city: City, code: str, photo: File, at: datetime) -> None:
    unit, by = city.units[code], _keeper(city, code)
    said = [actor for owner, actor in IS if owner == code]
    for rule in boards.owed_by(regulations.current(at), unit, said):
        for item in rule.items:
            if (code, item.id) not in LACKING:
                services.post(_new(unit, rule, item, photo, at), by=by, at=at)


def _new(unit: Unit, rule: PostingRule, item: Entry, photo: File, at: datetime) -> NewPosting:
    since = clock.local(at).date()
    until = since + timedelta(days=45) if (unit.code, item.id) in OUTDATED else None
    form = rule.forms[0]
    text = f"{unit.name}：{item.text.zh}" if form == Form.ONLINE else ""
    place = {"place": "大厅入口墙面", "handout": "咨询台资料架"}.get(form, "")
    return NewPosting(
        unit=unit, rule_id=rule.id, item=item.id, form=form, place=place, text=text,
        photo=photo if form == Form.PLACE else None, since=since, until=until,
    )  # fmt: skip


def _keeper(city: City, code: str) -> Actor:
    return city.actor(city.units[code], KEEPERS[code])


def _photo(at: datetime) -> File:
    upload = SimpleUploadedFile("board.png", picture(DRAWN["done.png"]), "image/png")
    return files.store(upload, by=Actor.system("setup"), at=at)


def _agrees(unit: Unit, person: User, at: datetime) -> None:
    officers.agree(unit, by=Actor(person_id=person.pk, name=str(person), unit_id=unit.pk), at=at)
