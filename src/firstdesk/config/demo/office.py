"""What the offices set up for themselves: wordings, filters, how they are told; and what they sent out of the house."""

from datetime import datetime, time, timedelta

from firstdesk.config.demo.build import City
from firstdesk.config.demo.life import Life
from firstdesk.directory import services as directory
from firstdesk.directory.models import ApiToken
from firstdesk.directory.selectors import acting_for
from firstdesk.intake import services as intake
from firstdesk.intake.models import Report
from firstdesk.intake.services import ReceiptMessage
from firstdesk.notices import services as notices
from firstdesk.notices.models import Delivery
from firstdesk.notices.services import Choice, NewWords
from firstdesk.notices.services.sending import claim, settle
from firstdesk.notices.transports import Answer, NotTaken, Taken, Unknown
from firstdesk.notices.ways import open_ways
from firstdesk.workbench import services as workbench

CENTRE = "cx-linkage"
SYSTEM, SENDER = "供水热线工单系统", "cx-water"
WORDS = (
    ("reply.leak", "reply", "答复：渗漏水已修复",
     "您好！您反映的“{标题}”（编号{编号}）已由{承办单位}到场处理：{办理结果}请留意观察一周，如有反复请拨打{中心电话}，我们马上安排复查。{中心}"),
    ("reply.noise", "reply", "答复：噪声已劝导",
     "您好！您于{登记日期}反映的“{标题}”（编号{编号}），{承办单位}已当面劝导，对方承诺[[承诺内容]]。一周内我们再回访一次；如再扰民请随时来电{中心电话}。{中心}"),
    ("reply.wages", "reply", "答复：欠薪已受理或已支付",
     "您好！您反映的“{标题}”（编号{编号}），经{承办单位}核实：{办理结果}如到期未收到，请带本短信拨打{中心电话}，我们协助申请劳动仲裁。{中心}"),
    ("reply.mediated", "reply", "答复：调解达成一致",
     "您好！关于“{标题}”（编号{编号}），双方已于[[日期]]达成一致：{办理结果}协议书请妥善保管，履行中有困难请拨打{中心电话}。{中心}"),
    ("notice.visit", "notice", "告知：上门时间",
     "您好！您反映的“{标题}”（编号{编号}），{承办单位}将于[[日期和时间]]上门，请留人在家；不便时请拨打{中心电话}改约。{中心}"),
    ("notice.papers", "notice", "告知：需要补充材料",
     "您好！办理“{标题}”（编号{编号}）还需要：[[材料清单]]。可拍照在查询页面提交：{查询网址} 有疑问请拨打{中心电话}。{中心}"),
)  # fmt: skip
FILTERS = (
    ("今天要到期的", "state=soon", True),
    ("紧急未办结", "state=open&urgency=urgent", True),
    ("退回过的件", "again=returned&state=open", True),
    ("12345转来的", "channel=hotline_12345", False),
    ("逾期的投诉类", "nature=complaint&state=late", False),
)  # name, query, whether the unit shares it
FOLLOW = "https://desk.example.org/portal/f/{token}/"
LAST = timedelta(days=6)


def words(city: City, *, at: datetime) -> None:
    """The centre's own wordings, two of them put right once, and a token for a unit's system."""
    centre, by = city.units[CENTRE], city.actor(city.units[CENTRE], "director")
    for code, kind, title, text in WORDS:
        notices.save_template(centre, NewWords(code=code, kind=kind, title=title, text_zh=text), by=by, at=at)
    code, kind, title, text = WORDS[0]
    better = NewWords(code=code, kind=kind, title=title, text_zh=text.replace("马上", "当天"), seen=1)
    notices.save_template(centre, better, by=by, at=at + timedelta(days=40))


def token(city: City, *, at: datetime) -> ApiToken:
    """With which the water company's system sends reports. Its secret is told to nobody: make another one to try it."""
    centre = city.units[CENTRE]
    by = city.actor(centre, "admin")
    return directory.issue_token(unit=city.units[SENDER], centre=centre, label=SYSTEM, by=by, at=at).token


def habits(life: Life, *, at: datetime) -> None:
    """Filters that are kept, and how two people wish to be told from now on."""
    centre, people = life.city.units[CENTRE], life.city.people
    for number, (name, query, is_shared) in enumerate(FILTERS):
        keeper = people[CENTRE, "director" if number % 2 else "group_leader"][0]
        if acting := acting_for(keeper, at):
            workbench.save_filter(name=name, query=query, unit=centre if is_shared else None, by=acting, at=at)
    director, leader = people[CENTRE, "director"][0], people[CENTRE, "group_leader"][0]
    told = Choice(mail="director@example.org", mail_wish="warning", digest="daily", digest_hour=time(7, 30))
    notices.choose(director, told, by=life.city.actor(centre, "director"), at=at)
    if "sms" in open_ways():
        night = (time(22, 30), time(7, 0))
        told = Choice(mobile="13900000101", sms_wish="danger", quiet_from=night[0], quiet_until=night[1])
        notices.choose(leader, told, by=life.city.actor(centre, "group_leader"), at=at)


def receipts(life: Life, *, at: datetime) -> None:
    """Receipts of the last days as text messages: carried, one to a number that does not exist, one nobody is sure of."""
    if "sms" not in open_ways():
        return
    told = Report.objects.filter(may_contact=True, matter__registered_at__gt=at - LAST, matter__parties__phone__gt="")
    found = told.select_related("matter__centre").distinct().order_by("-matter__registered_at")
    for number, report in enumerate(found[:26]):
        matter, to, answer = report.matter, "", _carried(number)
        if number in {4, 9}:  # told by somebody who gave another number
            to = "13900000001" if number == 4 else "13900000003"
            answer = NotTaken("422 no_such_number", for_good=True) if number == 4 else Unknown("ReadTimeout")
        by = life.city.intake(matter.centre, matter.registered_at)
        sent = min(matter.registered_at + timedelta(minutes=3), at)
        link = FOLLOW.format(token=matter.token)
        if intake.send_receipt(matter, ReceiptMessage(way="sms", link=link, to_address=to), by=by, at=sent):
            _carry(matter.pk, answer, sent)


def _carried(number: int) -> Answer:
    return Taken(f"demo-{number:04d}")


def _carry(matter_id: int, answer: Answer, at: datetime) -> None:
    """As the job would have done then: claimed, then settled by what the carrier said."""
    waiting = Delivery.objects.get(matter_id=matter_id, kind="receipt")
    claim(waiting.pk, at=at)
    settle(waiting.pk, answer, at=at, is_recovery=isinstance(answer, Unknown))
