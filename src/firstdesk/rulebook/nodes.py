"""Reading YAML with its line numbers: every complaint names file, line, key and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import TypeVar

import yaml

from firstdesk.rulebook.model import Lang, Place, Text

T = TypeVar("T")
D = TypeVar("D")
STR, INT, FLOAT, BOOL, NULL, DATE = (
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp")
)
DEEPEST = 12  # keys and list places above a value; what lies deeper points back to itself
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in the rules, for the person who wrote them."""

    file: str
    line: int
    key: str
    message_zh: str
    message_en: str

    def render(self, lang: Lang) -> str:
        if lang == "zh":
            return f"{self.file} 第 {self.line} 行,{self.key}:{self.message_zh}"
        return f"{self.file}, line {self.line}, {self.key}: {self.message_en}"


class RulebookError(ValueError):
    """The rules cannot be compiled; `problems` says why, mistake by mistake."""

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(problem.render("en") for problem in self.problems))


class Sink:
    """Collects the problems of one compilation, so that all are told at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def say(self, place: Place, key: str, zh: str, en: str) -> None:
        self.problems.append(Problem(place.file, place.line, key, zh, en))


def compose(file: str, text: str, sink: Sink) -> Item | None:
    """The root of a YAML text; None for an empty one or one YAML cannot read (then a problem is noted)."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        what = error.problem or "?"
        sink.say(Place(file, line), "-", f"不是合法的 YAML({what});请检查缩进、冒号和引号",
                 f"not valid YAML ({what}); check indentation, colons and quotes")  # fmt: skip
        return None
    return None if node is None else Item(node, file, "", sink)


class Item:
    """A YAML node with its key path. Every `as_` reader notes a problem and returns a stand-in when it cannot."""

    __slots__ = ("node", "file", "key", "sink")

    def __init__(self, node: yaml.Node, file: str, key: str, sink: Sink) -> None:
        self.node, self.file, self.key, self.sink = node, file, key, sink

    @property
    def place(self) -> Place:
        return Place(self.file, self.node.start_mark.line + 1)

    def say(self, zh: str, en: str) -> None:
        self.sink.say(self.place, self.key or "-", zh, en)

    @property
    def is_null(self) -> bool:
        return self.node.tag == NULL

    @property
    def is_map(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)

    def _scalar(self, tags: tuple[str, ...], zh: str, en: str) -> str | None:
        if isinstance(self.node, yaml.ScalarNode) and self.node.tag in tags:
            return str(self.node.value)
        self.say(f"应为{zh}", f"should be {en}")
        return None

    def as_str(self) -> str:
        value = self._scalar(
            (STR,), "文字(像数字、日期或 yes/no 的要加引号)", "text (quote what looks like a number, a date or yes/no)"
        )
        return self._not_blank(value)

    def _not_blank(self, value: str | None) -> str:
        if value is not None and not value.strip():
            self.say("不能为空", "must not be empty")
        return (value or "").strip()

    def as_code(self) -> str:
        """Text, or a number used as a name."""
        return self._not_blank(self._scalar((STR, INT), "名称", "a name"))

    def as_int(self, low: int = 1, high: int = 10**6) -> int:
        value = self._scalar((INT,), f" {low} 到 {high} 的整数", f"a whole number from {low} to {high}")
        if value is None:
            return low
        try:
            number = int(value)
        except ValueError:  # YAML knows 0x1f and 1_000; a rule has no need of them
            number = low - 1
        if not low <= number <= high:
            self.say(f"应为 {low} 到 {high} 的整数", f"should be a whole number from {low} to {high}")
            return low
        return number

    def as_share(self) -> float:
        value = self._scalar((FLOAT,), "大于 0、小于 1 的小数,如 0.8", "a fraction between 0 and 1, like 0.8")
        if value is None:
            return 0.5
        share = _plain(self.node)
        if not isinstance(share, float) or not 0 < share < 1:
            self.say("应为大于 0、小于 1 的小数,如 0.8", "should be a fraction between 0 and 1, like 0.8")
            return 0.5
        return share

    def as_bool(self) -> bool:
        return (self._scalar((BOOL,), " true 或 false", "true or false") or "").lower() in {"true", "yes", "on"}

    def as_date(self) -> date:
        value = self._scalar((DATE, STR), "日期,如 2025-01-31", "a date like 2025-01-31")
        if value is None:
            return date.max
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.say("应为日期,如 2025-01-31", "should be a date like 2025-01-31")
            return date.max

    def as_time(self) -> time:
        value = self._scalar((STR,), "加引号的时刻,如 '08:30'", "a quoted time of day like '08:30'")
        if value is None:
            return time()
        try:
            return time.fromisoformat(value)
        except ValueError:
            self.say("应为加引号的时刻,如 '08:30'", "should be a quoted time of day like '08:30'")
            return time()

    def one_of(self, allowed: Collection[str]) -> str:
        value = self.as_code()
        if value and value not in allowed:
            self.unknown(value, allowed)
            return next(iter(allowed), "")
        return value

    def unknown(self, value: str, allowed: Collection[str]) -> None:
        """Say what would have been right: the nearest names, or the whole list when it is short."""
        near = difflib.get_close_matches(value, allowed, 3) or (sorted(allowed) if len(allowed) <= 12 else [])
        zh = f"没有声明过 {value}" + (f";可以写 {'、'.join(near)}" if near else "")
        en = f"{value} is not declared" + (f"; write one of {', '.join(near)}" if near else "")
        self.say(zh, en)

    def as_text(self) -> Text:
        """{zh: …, en: …}, both."""
        with_keys = self.as_map()
        text = Text(with_keys.need("zh", Item.as_str, ""), with_keys.need("en", Item.as_str, ""))
        with_keys.done()
        return text

    def as_text_or_str(self) -> Text:
        if self.is_map:
            return self.as_text()
        value = self.as_str()
        return Text(value, value)

    def as_list(self, read: Callable[[Item], T]) -> tuple[T, ...]:
        if not isinstance(self.node, yaml.SequenceNode):
            self.say("应为列表(每项以 - 开头,或 [a, b])", "should be a list (items starting with -, or [a, b])")
            return ()
        return tuple(read(Item(n, self.file, f"{self.key}[{i}]", self.sink)) for i, n in enumerate(self.node.value))

    def as_names(self) -> tuple[str, ...]:
        return self.as_list(Item.as_code)

    def as_pairs(self) -> Iterator[tuple[str, Item]]:
        """The entries of a mapping whose keys are free."""
        if not isinstance(self.node, yaml.MappingNode):
            self.say("应为“键: 值”的映射", "should be a mapping of key: value")
            return
        seen: set[str] = set()
        for key, value in self.node.value:
            name = str(key.value)
            item = Item(value, self.file, f"{self.key}.{name}" if self.key else name, self.sink)
            if name in seen:
                Item(key, self.file, item.key, self.sink).say("重复出现;请删去一处", "appears twice; delete one")
                continue
            seen.add(name)
            yield name, item

    def as_map(self) -> Keys:
        return Keys(self, dict(self.as_pairs()))

    def as_data(self) -> object:
        """Plain data: for parameters and examples, whose shape the rule kinds check."""
        if self.key.count("[") + self.key.count(".") > DEEPEST:
            self.say(
                "嵌套过深,或引用(*)指回自身;请展开写", "nested too deeply, or a reference (*) to itself; write it out"
            )
            return None
        if isinstance(self.node, yaml.MappingNode):
            return {name: item.as_data() for name, item in self.as_pairs()}
        if isinstance(self.node, yaml.SequenceNode):
            return list(self.as_list(Item.as_data))
        return _plain(self.node)


def _plain(node: yaml.Node) -> object:
    value = str(node.value)
    if node.tag == INT and value.lstrip("-").isdecimal():
        return int(value)
    if node.tag == FLOAT and value.lstrip("-").replace(".", "", 1).isdecimal():
        return float(value)
    if node.tag == BOOL:
        return value.lower() in {"true", "yes", "on"}
    return None if node.tag == NULL else value  # dates, and numbers in odd notations, stay as they are written


class Keys:
    """The keys of a mapping, read one by one; what nobody asked for is a mistake."""

    __slots__ = ("item", "_left", "_known")

    def __init__(self, item: Item, entries: dict[str, Item]) -> None:
        self.item, self._left = item, entries
        self._known: list[str] = []

    def take(self, name: str) -> Item | None:
        """The value of a key, None when absent or null."""
        self._known.append(name)
        found = self._left.pop(name, None)
        return None if found is None or found.is_null else found

    def need(self, name: str, read: Callable[[Item], T], default: D) -> T | D:
        found = self.take(name)
        if found is None:
            if self.item.is_map:
                self.item.say(f"缺少 {name}", f"{name} is missing")
            return default
        return read(found)

    def maybe(self, name: str, read: Callable[[Item], T], default: D) -> T | D:
        found = self.take(name)
        return default if found is None else read(found)

    def done(self) -> None:
        for name, item in self._left.items():
            if item.is_null and getattr(self.item.node, "flow_style", False):
                item.say(
                    f"多余的键 {name};花括号里含逗号或冒号的文字要加引号",
                    f"unknown key {name}; inside braces, quote text that holds a comma or a colon",
                )
                continue
            near = difflib.get_close_matches(name, self._known, 1) or sorted(self._known)
            item.say(f"多余的键 {name};可以写 {'、'.join(near)}", f"unknown key {name}; write {', '.join(near)}")
