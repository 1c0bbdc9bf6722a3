"""Screening in the demonstration: a drive that ended, one that runs, a major dispute reported upward, last month's figures."""

from datetime import datetime, timedelta

from firstdesk.common import clock
from firstdesk.config.demo.build import City
from firstdesk.directory.models import Unit, User
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.mediation.models import Case
from firstdesk.screening.models import Campaign, Finding
from firstdesk.screening.selectors.campaigns import units_of
from firstdesk.screening.selectors.months import Month, month_of
from firstdesk.screening.services import campaigns, majors, statements

DAY = timedelta(days=1)
ZERO = "走访商户和出租屋，未发现纠纷苗头。"
FOUND = "走访中发现邻里纠纷，已登记并告知可以申请调解。"
LEADS = ("group_leader", "leader", "director")


def look(city: City, *, at: datetime) -> None:
    """The centre that mediates most looks for disputes with the units around it; every centre keeps its figures."""
    centre = Case.objects.select_related("centre").earliest("pk").centre
    _ended(city, centre, at - 16 * DAY)
    _running(city, centre, at - 2 * DAY)
    _major(city, at)
    for each in city.centres():
        _figures(city, each, at)


def _begin(city: City, centre: Unit, title: str, at: datetime, **more: str) -> list[Finding]:
    first = clock.local(at).date()
    new = campaigns.NewCampaign(
        title=title, areas="辖区各社区、商铺、出租屋", first=first, last=first + 5 * DAY, due_on=first + 6 * DAY,
        **{"mode": Campaign.Mode.REGULAR, **more},
    )  # fmt: skip
    made = campaigns.begin(centre, new, units_of(centre)[:6], by=city.actor(centre, "director"), at=at)
    return list(Finding.objects.filter(campaign=made).select_related("campaign__centre", "unit").order_by("pk"))


def _speaker(city: City, unit: Unit, centre: Unit) -> Actor:
    """Somebody of the unit asked; of one without people here, the centre's director takes its word down."""
    codes = [code for key, code in city.people if key == unit.code]
    return city.actor(unit, codes[0]) if codes else city.actor(centre, "director")


def _ended(city: City, centre: Unit, at: datetime) -> None:
    """Before the holiday: one unit found something, the others said zero, one of them late."""
    rows = _begin(city, centre, "节前矛盾纠纷集中排查", at, mode=Campaign.Mode.CONCENTRATED, occasion="节日")
    matters = list(Matter.objects.filter(centre=centre, nature="civil_dispute").order_by("pk")[:2])
    for number, row in enumerate(rows):
        said = campaigns.Said(matters=matters, words=FOUND) if number == 0 and matters else None
        moment = at + (8 if number == len(rows) - 1 else 4) * DAY
        zero = campaigns.Said(is_zero=True, words=ZERO)
        campaigns.report(row, said or zero, by=_speaker(city, row.unit, centre), at=moment)
    campaigns.end(rows[0].campaign, by=city.actor(centre, "director"), at=at + 9 * DAY)


def _running(city: City, centre: Unit, at: datetime) -> None:
    """The first has spoken; whoever has not stands there empty."""
    row, *_others = _begin(city, centre, "半月定期排查", at)
    campaigns.report(row, campaigns.Said(is_zero=True, words=ZERO), by=_speaker(city, row.unit, centre), at=at + DAY)


def _major(city: City, at: datetime) -> None:
    """Many are concerned: registered by form, reported to the centre above, which took it up."""
    open_ones = Matter.objects.select_related("centre", "responsible_unit").filter(
        nature="civil_dispute", ended_at=None
    )
    for matter in open_ones.order_by("pk"):
        by = city.actor(matter.centre, "director")
        if matter.centre.parent_id is None:
            continue
        form = majors.Registration(
            place="辖区商业街", found_by="网格员巡查发现", found_on=clock.local(at - DAY).date(),
            kind=matter.topic, parties="沿街商户二十余户、开发商", people_involved=26,
            cause="拖欠过渡费和延期交房", focus="过渡费标准、交房时间", measures="专班包案，先行垫付部分过渡费，逐户登记诉求",
            asked="请上级协调住建部门和开发商所在地法院", note="情绪总体平稳，已约定周三集中答复", leader=_person(by),
        )  # fmt: skip
        row = majors.register(matter, form, by=by, at=at - 5 * timedelta(minutes=1))
        majors.note(row, "已召开专班会，逐户登记完毕。", by=by, at=at - 3 * timedelta(minutes=1))
        if row.superior is not None and (row.superior.code, "director") in city.people:
            answer = "已约谈开发商，过渡费下周一到账。"
            majors.take_up(row, answer, by=city.actor(row.superior, "director"), at=at - timedelta(minutes=1))
        return


def _person(by: Actor) -> User:
    return User.objects.get(pk=by.by_id)


def _figures(city: City, centre: Unit, at: datetime) -> None:
    """Last month's: filled by the one, checked by the other; a zero is a report, too."""
    codes = [code for code in LEADS if (centre.code, code) in city.people]
    if len(codes) < 2:
        return
    row = statements.fill(
        centre, _last(at), "节前集中排查中有单位迟报，已电话核实。", by=city.actor(centre, codes[-1]), at=at
    )
    statements.issue(row, by=city.actor(centre, codes[0]), at=at)


def _last(at: datetime) -> Month:
    """The month before this one."""
    return Month((month_of(at).first - DAY).replace(day=1))
