"""A page of the old paper ledger, typed into a spreadsheet and imported: most rows come in, two are refused by name."""

import csv
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from firstdesk.common import clock
from firstdesk.config.demo.build import City
from firstdesk.intake.services.imports.mappings import raw_mapping
from firstdesk.intake.services.imports.running import NewImport, begin, prepare_import, run_import

CENTRE = "cx-linkage"
FILE = "旧台账-十一月.csv"
HEADING = ("留言编号", "留言主题", "留言时间", "留言详情", "一级标签", "留言用户")
FORMS = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S")
Row = tuple[str, str, int | None, str, str, str]  # number, title, days ago (none: left blank), story, label, user
ROWS: tuple[Row, ...] = (
    ("T0001", "人行道地砖松动", 18, "雨天一踩溅水,有老人绊倒过,希望修补。", "城乡建设", "路人甲"),
    ("T0002", "公交站牌被撞歪", 17, "站牌歪了看不清线路,怕倒下来砸人。", "交通运输", "等车的人"),
    ("T0003", "河边烧垃圾", 16, "傍晚有人在河滩烧垃圾,烟味飘进居民楼。", "环境保护", "河边住户"),
    ("T0004", "加班费没有发", 15, "连续三个月周末加班,没有加班费,也没有调休。", "劳动和社会保障", "小工"),
    ("T0005", "景区停车乱收费", 13, "公示五元,实收二十元,不给票据。", "商贸旅游", "游客"),
    ("T0006", "预防接种排队太久", 12, "带孩子打疫苗排了两个半小时,希望分时预约。", "卫生计生", "新手妈妈"),
    ("T0007", "操场晚上不开放", None, "学校操场以前晚上开放,现在锁门,想知道原因。", "教育文体", "跑步的人"),
    ("T0003", "河边烧垃圾又来了", 11, "和上次一样的地方又有人烧。", "环境保护", "河边住户"),
)


def bring_in(city: City, *, at: datetime) -> None:
    """Import the file this morning, as a person would: check, then run."""
    centre = city.units[CENTRE]
    by, morning = city.actor(centre, "group_leader"), at - timedelta(hours=3)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([HEADING, *(_dated(row, number, morning) for number, row in enumerate(ROWS))])
        run = prepare_import(NewImport(centre, path, FILE, raw_mapping("messages-full")), by=by, at=morning)
    begin(run, by=by, at=morning)
    run_import(run.pk, at=morning)


def _dated(row: Row, number: int, at: datetime) -> list[str]:
    """When it was told, in the two ways people type a date, whatever day the demonstration is made."""
    days = row[2]
    told = "" if days is None else clock.local(at - timedelta(days=days)).strftime(FORMS[number % 2])
    return [*row[:2], told, *row[3:]]
