"""Reports of the demonstration: sent in time, late, corrected, a draft, one that waits for a signature; bulletins; an event."""

from datetime import datetime, timedelta

from firstdesk.common import clock
from firstdesk.config.demo.build import City
from firstdesk.directory.models import Unit
from firstdesk.ledger.actors import Actor
from firstdesk.reporting import services
from firstdesk.reporting.kinds import report_kinds
from firstdesk.reporting.models import Report
from firstdesk.reporting.services import NewReport
from firstdesk.reporting.spans import Span, before, newest

OFFICE, STREET, POLICE = "cx-linkage", "cx-xikou-gov", "cx-rongyin-office"
SAID = {
    "situation": (
        "本期事项集中在物业管理和邻里纠纷，荷香苑、渡口新村较多，主要因停车和夜间噪音。",
        "本期总量与上期相当，停车纠纷减少，楼道堆物和电动车充电的反映增多。",
        "本期雨水多，反映房屋渗漏和路面积水的较多，其余平稳。",
    ),
    "opinion": (
        "群众普遍希望停车问题有统一的办法；对办理速度的意见比上期少。",
        "群众希望电动车充电桩早些装好；对回访电话的时间有意见。",
        "群众要求渗漏维修有明确的责任单位；对首问接待比较满意。",
    ),
    "assigned": ("县联动办交办的两件均已办结并回报；其余无。", "交办一件，按期回报。", "本期没有交办事项。"),
    "problems": (
        "部分小区没有业委会，协商缺少牵头人，请上级协调住建部门指导。",
        "充电桩用电报装的流程各小区不一致，请上级协调供电公司统一。",
        "维修资金动用时间长，请上级协调住建部门开通应急程序。",
    ),
    "measures": (
        "会同住建部门对三个小区开展停车专项协商，月底前完成，由联络员跟进。",
        "会同消防、物业逐栋清理楼道，每周三通报进度。",
        "对渗漏多的两栋楼逐户登记，约物业和业主代表现场议定维修办法。",
    ),
    "practice": ("溪口街道把停车纠纷集中到每周三下午现场协商，社区、物业、业主一次到齐，当场能定的当场定。",),
    "advice": (
        "电动车不进楼道充电；陌生来电提到转账，先挂断再向社区核实。",
        "出门关好门窗、拔掉充电器；老人接到“办证”“退款”电话，先问家人。",
        "雨天绕开积水路段；停车不占消防通道。",
    ),
    "event": ("渡口街一处施工围挡被大风吹倒，占用半幅路面，没有人员受伤。",),
    "handling": ("派出所先到设置警戒，住建部门正在组织清理，车辆绕行。",),
    "help": ("无。",),
}
LATER = {
    "event": "围挡倒塌路段已清理完毕，没有人员受伤，一辆停放的电动车受损。",
    "handling": "住建部门四十分钟内清理完毕，道路恢复通行；施工单位已加固其余围挡，并与车主商定赔偿。",
    "help": "无。",
}
AGAIN = "总体情况漏写一处积水路段，已补写"
MISSING = "另有渡口街口一处积水，已报市政处置。"


def write_reports(city: City, *, at: datetime) -> None:
    """What the centres and units reported of late."""
    _linkage(city, at)
    week = report_kinds()["safety_week"]
    last = newest(week.span, clock.local(at).date())
    again, late = before(week.span, last), before(week.span, before(week.span, last))
    _sent(city, POLICE, "safety_week", late, late.ends + timedelta(days=9, hours=9))
    _corrected(city, _sent(city, POLICE, "safety_week", again, again.ends + timedelta(hours=10)), again)
    _sent(city, POLICE, "safety_week", last, min(last.ends + timedelta(hours=10), at))
    month = newest(report_kinds()["work_month"].span, clock.local(at).date())
    _sent(city, STREET, "work_month", month, min(month.ends + timedelta(hours=34), at))
    _handed_in(city, OFFICE, "work_month", month, min(month.ends + timedelta(hours=12), at))
    _event(city, at)


def _linkage(city: City, at: datetime) -> None:
    """Last time the units reported: one later than the others, one corrected; this time one is a draft."""
    kind = report_kinds()["linkage_month"]
    now = newest(kind.span, clock.local(at).date())
    last = before(kind.span, now)
    _sent(city, "cx-fire", "linkage_month", last, last.ends + timedelta(days=2, hours=9))
    _sent(city, "cx-housing", "linkage_month", last, last.ends + timedelta(days=7, hours=15))
    _corrected(city, _sent(city, "cx-market", "linkage_month", last, last.ends + timedelta(days=1, hours=10)), last)
    _sent(city, "cx-fire", "linkage_month", now, min(now.ends + timedelta(hours=11), at))
    _draft(city, "cx-power", "linkage_month", now, min(now.ends + timedelta(hours=15), at))


def _corrected(city: City, report: Report, span: Span) -> None:
    by, at = _writer(city, report.unit), span.ends + timedelta(days=4, hours=9)
    again = services.correct(report, AGAIN, by=by, at=at)
    services.write(again, {"situation": _texts(report)["situation"] + MISSING}, by=by, at=at)
    _signed(city, again, span.ends + timedelta(days=4, hours=10))


def _event(city: City, at: datetime) -> None:
    day = clock.local(at - timedelta(days=2)).date()
    unit = city.units[STREET]
    new = NewReport(unit=unit, kind=report_kinds()["event"], span=Span(day, day), title="渡口街围挡倒塌")
    moment = at - timedelta(days=2)
    first = services.begin(new, by=_writer(city, unit), at=moment)
    services.send(_written(city, first, moment), by=_writer(city, unit), at=moment)
    more = services.follow_up(first, by=_writer(city, unit), at=moment + timedelta(hours=2))
    more = services.write(more, LATER, by=_writer(city, unit), at=more.begun_at)
    services.send(more, is_final=True, by=_writer(city, unit), at=more.begun_at)


def _writer(city: City, unit: Unit) -> Actor:
    return city.actor(unit, "intake" if unit.centre_kind else "liaison")


def _signer(city: City, unit: Unit) -> Actor:
    return city.actor(unit, "director" if unit.centre_kind else "leader")


def _draft(city: City, code: str, kind: str, span: Span, at: datetime) -> Report:
    unit = city.units[code]
    new = NewReport(unit=unit, kind=report_kinds()[kind], span=span)
    return services.begin(new, by=_writer(city, unit), at=at)


def _written(city: City, report: Report, at: datetime) -> Report:
    return services.write(report, _texts(report), by=_writer(city, report.unit), at=at)


def _texts(report: Report) -> dict[str, str]:
    """The words of a report; of two that follow each other they differ."""
    week = report.first.toordinal() // 7
    return {each.code: SAID[each.code][week % len(SAID[each.code])] for each in report.template.sections}


def _handed_in(city: City, code: str, kind: str, span: Span, at: datetime) -> Report:
    report = _written(city, _draft(city, code, kind, span, at), at)
    return services.hand_in(report, by=_writer(city, report.unit), at=at)


def _sent(city: City, code: str, kind: str, span: Span, at: datetime) -> Report:
    return _signed(city, _written(city, _draft(city, code, kind, span, at), at), at)


def _signed(city: City, report: Report, at: datetime) -> Report:
    report = services.hand_in(report, by=_writer(city, report.unit), at=at)
    report = services.sign(report, by=_signer(city, report.unit), at=at)
    return services.send(report, by=_writer(city, report.unit), at=at)
