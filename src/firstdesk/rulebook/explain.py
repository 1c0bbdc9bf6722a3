"""Verdict -> sentences a clerk can read: clause, figure, calendar, arithmetic, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from firstdesk.rulebook import explain_days, wording
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import AGREED, CLOCK_UNITS, Lang
from firstdesk.rulebook.procedures import EARLIER
from firstdesk.rulebook.verdicts import DeadlineVerdict, GateVerdict, Occurrence, ProcedureVerdict, RouteVerdict

Verdict = DeadlineVerdict | RouteVerdict | GateVerdict | ProcedureVerdict | Occurrence


def explain(verdict: Verdict, rulebook: Rulebook, lang: Lang) -> tuple[str, ...]:
    """Pass the rulebook of the verdict's own version; the figures come from the verdict, the words from the rulebook."""
    if isinstance(verdict, DeadlineVerdict):
        return tuple(_deadline(verdict, rulebook, lang))
    if isinstance(verdict, RouteVerdict):
        return tuple(_route(verdict, rulebook, lang))
    if isinstance(verdict, GateVerdict):
        return tuple(_gate(verdict, rulebook, lang))
    if isinstance(verdict, ProcedureVerdict):
        return tuple(_procedure(verdict, rulebook, lang))
    return tuple(_occurrence(verdict, rulebook, lang))


def _deadline(verdict: DeadlineVerdict, rulebook: Rulebook, lang: Lang) -> Iterator[str]:
    rule = rulebook.deadline(verdict.rule_id)
    zh = lang == "zh"
    yield f"规则「{rule.title.zh}」({rule.id})" if zh else f'Rule "{rule.title.en}" ({rule.id})'
    yield from _clauses(rule.clauses, rulebook, lang)
    yield _figure(verdict, lang)
    yield _arithmetic(verdict, lang)
    if verdict.floor is not None:
        yield _floor(verdict.floor, lang)
    elif verdict.due.date() != verdict.nominal and not verdict.granted and verdict.unit not in CLOCK_UNITS:
        yield _moved(verdict, lang)
    yield from _granted(verdict, lang)
    due = wording.moment(verdict.due, lang)
    yield f"到期:{due}" if zh else f"Due: {due}"
    if verdict.warn_at:
        moments = wording.listed((wording.moment(at, lang) for at in verdict.warn_at), lang)
        told = wording.listed((wording.ROLES[role].get(lang) for role in rule.tell_warning), lang)
        yield (
            f"预警:{moments}" + (f",告知{told}" if told else "")
            if zh
            else f"Warning: {moments}" + (f", to {told}" if told else "")
        )
    if rule.tell_breach:
        told = wording.listed((wording.ROLES[role].get(lang) for role in rule.tell_breach), lang)
        yield f"逾期告知{told}" if zh else f"When late, told to {told}"
    for number, level in enumerate(verdict.levels, 1):
        told = wording.listed((wording.ROLES[role].get(lang) for role in level.tell), lang)
        moment = wording.moment(level.at, lang)
        yield (
            f"仍未办理:第 {number} 级,{moment} 告知{told}" if zh else f"Still open: level {number}, {moment}, to {told}"
        )
    if verdict.provisional:
        yield (
            "暂定:所用年份的放假安排尚未公布,按周一至周五上班推算,公布后重算"
            if zh
            else "Provisional: a year used is not announced yet; Monday to Friday was assumed, to be recounted later"
        )
    yield _version(verdict.version, rulebook, lang)


def _floor(floor: datetime, lang: Lang) -> str:
    until = wording.moment(floor, lang)
    if lang == "zh":
        return f"较短的期限开始适用时已过,改至 {until}"
    return f"This limit was over when it came to hold: moved to {until}"


def _granted(verdict: DeadlineVerdict, lang: Lang) -> Iterator[str]:
    """Each extension: by how much, to when, by whose leave."""
    for grant in verdict.granted:
        more = wording.amount(grant.amount, grant.unit, lang)
        until = wording.moment(grant.until or verdict.due, lang)
        on = wording.day(grant.at.date(), lang, year=True)
        if lang == "zh":
            yield f"延长:{more},至 {until}({grant.by} 于{on}批准)"
        else:
            yield f"Extended by {more} to {until} (approved by {grant.by} on {on})"


def _clauses(ids: Iterable[str], rulebook: Rulebook, lang: Lang) -> Iterator[str]:
    for clause_id in ids:
        clause = rulebook.clauses[clause_id]
        if lang == "zh":
            yield f"依据 {clause_id}({clause.sub_document} {clause.section}):{clause.text.zh}"
        else:
            yield f"Basis {clause_id} ({clause.title}): {clause.text.en}"


def _figure(verdict: DeadlineVerdict, lang: Lang) -> str:
    zh = lang == "zh"
    text = wording.amount(verdict.amount, verdict.unit, lang)
    since = wording.day(verdict.figure_from, lang, year=True)
    source = (
        f",来源 {verdict.source}" if verdict.source and zh else f", source {verdict.source}" if verdict.source else ""
    )
    assumed = ""
    if verdict.assumed:
        assumed = ";条款没有写明数值,此为本中心的假定值" if zh else "; the clause gives no figure, this one is assumed"
    return f"期限:{text}({since}起施行{source}{assumed})" if zh else f"Limit: {text} (since {since}{source}{assumed})"


def _arithmetic(verdict: DeadlineVerdict, lang: Lang) -> str:
    if verdict.unit in CLOCK_UNITS:
        return _in_time(verdict, lang)
    if verdict.unit == "working_days":
        return explain_days.working_days(verdict, lang)
    if verdict.unit == "calendar_days":
        return explain_days.calendar_days(verdict, lang)
    start, last = (wording.day(on, lang, year=True) for on in (verdict.start.date(), verdict.nominal))
    if verdict.unit == AGREED:
        return f"记录中约定的日期:{last}" if lang == "zh" else f"the date agreed in the record: {last}"
    if verdict.unit == "months":
        count = wording.amount(verdict.amount, "months", lang)
        held = wording.amount(verdict.paused, "calendar_days", lang)
        paused = {"zh": f",另加暂停 {held}", "en": f", plus {held} paused"}[lang] if verdict.paused else ""
        if lang == "zh":
            return f"{start}起 {count}{paused},到 {last}(月末没有对应日的取当月最后一日)"
        return f"{count} from {start}{paused}: {last} (a month without that day ends on its last)"
    return (
        f"{start}之后最近的一次,前一日为 {last}" if lang == "zh" else f"the next one after {start}; its eve is {last}"
    )


def _in_time(verdict: DeadlineVerdict, lang: Lang) -> str:
    zh = lang == "zh"
    start = wording.moment(verdict.start, lang)
    how = "自该时刻起连续计算" if zh else "counted from that moment"
    if verdict.window == "office":
        how = "只计工作日的办公时间" if zh else "only office hours of working days count"
    text = f"自 {start} 起算,{how}" if zh else f"from {start}, {how}"
    for pause in verdict.pauses:
        first, last = wording.moment(pause.start, lang), wording.moment(pause.end, lang)
        text += f";{first} 至 {last} 暂停,不计" if zh else f"; paused from {first} to {last}, not counted"
    return text


def _moved(verdict: DeadlineVerdict, lang: Lang) -> str:
    rest = wording.day(verdict.nominal, lang)
    to = wording.day(verdict.due.date(), lang)
    back = verdict.last_day == "roll_back"
    if lang == "zh":
        return f"{rest}({wording.weekday(verdict.nominal, lang)})不是工作日,{'提前到前' if back else '顺延到后'}一个工作日 {to}"
    way = "moved back" if back else "moved on"
    return f"{rest} ({wording.weekday(verdict.nominal, lang)}) is no working day: {way} to the working day {to}"


def _version(version: str, rulebook: Rulebook, lang: Lang) -> str:
    since = wording.day(rulebook.in_force_from, lang, year=True)
    if lang == "zh":
        return f"规则手册版本 {version[:12]}({since}起施行)"
    return f"Rulebook version {version[:12]} (in force from {since})"


def _route(verdict: RouteVerdict, rulebook: Rulebook, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    rule = rulebook.route_table(verdict.rule_id)
    yield f"决策表「{rule.title.zh}」({rule.id})" if zh else f'Decision table "{rule.title.en}" ({rule.id})'
    given = wording.listed((_value(name, value, rulebook, lang) for name, value in verdict.facts.items()), lang)
    yield f"事实:{given}" if zh else f"Facts: {given}"
    for miss in verdict.trace:
        why = _value(miss.fact, miss.value, rulebook, lang)
        yield f"行 {miss.row_id} 不适用:{why}" if zh else f"Row {miss.row_id} does not fit: {why}"
    met = wording.listed((_value(name, value, rulebook, lang) for name, value in verdict.matched.items()), lang)
    because = verdict.because.get(lang)
    met = met or ("无条件" if zh else "no condition")
    fits = f"行 {verdict.row_id} 首先适用({met})" if zh else f"Row {verdict.row_id} fits first ({met})"
    yield fits + ((":" if zh else ": ") + because if because else "")
    then = wording.listed((wording.outcome(name, value, lang) for name, value in verdict.then.items()), lang)
    yield f"结论:{then}" if zh else f"So: {then}"
    yield from _clauses(verdict.clauses, rulebook, lang)
    yield _version(verdict.version, rulebook, lang)


def _value(name: str, value: str, rulebook: Rulebook, lang: Lang) -> str:
    fact = rulebook.facts[name]
    words = fact.values.get(value)
    return f"{fact.title.get(lang)}={words.get(lang) if words else value}"


def _gate(verdict: GateVerdict, rulebook: Rulebook, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    verb = rulebook.vocabulary.verbs[verdict.verb].get(lang)
    if verdict.open:
        yield f"可以{verb}:所需材料齐全" if zh else f"{verb} may happen: everything needed is there"
    for miss in verdict.missing:
        item = rulebook.vocabulary.evidence[miss.item].get(lang)
        ids = wording.listed(miss.clauses, lang)
        yield (f"{verb}还缺 {item}({ids}):" if zh else f"{verb} still needs {item} ({ids}): ") + miss.message.get(lang)
    yield _version(verdict.version, rulebook, lang)


def _procedure(verdict: ProcedureVerdict, rulebook: Rulebook, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    name, step = rulebook.vocabulary.procedures[verdict.procedure].get(lang), verdict.title.get(lang)
    if verdict.open:
        yield f"{name}“{step}”可以记为完成:所需都已具备" if zh else f'"{step}" of {name} is done: everything is there'
    for miss in verdict.missing:
        ids, first = wording.listed(miss.clauses, lang), miss.item.startswith(EARLIER)
        head = f"{name}“{step}”" + ("之前," if first else "") if zh else f'"{step}" of {name}: '
        yield f"{head}{miss.message.get(lang)} ({ids})"
    yield _version(verdict.version, rulebook, lang)


def _occurrence(verdict: Occurrence, rulebook: Rulebook, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    rule = rulebook.duty(verdict.rule_id)
    yield f"职责「{rule.title.zh}」({rule.id})" if zh else f'Duty "{rule.title.en}" ({rule.id})'
    yield from _clauses(rule.clauses, rulebook, lang)
    first, last = (wording.day(on, lang, year=True) for on in (verdict.period_start, verdict.period_end))
    which = f"{verdict.number}/{rule.every.times}"
    yield f"周期:{first}至{last},第 {which} 次" if zh else f"Period: {first} to {last}, occurrence {which}"
    due = wording.day(verdict.due, lang, year=True)
    weekday = wording.weekday(verdict.due, lang)
    moved = ""
    if verdict.due != verdict.nominal:
        on = wording.day(verdict.nominal, lang)
        moved = f"(原为{on},非工作日,已调整)" if zh else f" (was {on}, no working day)"
    yield f"应于 {due}({weekday})前完成{moved}" if zh else f"Due by {weekday} {due}{moved}"
    yield _version(verdict.version, rulebook, lang)
