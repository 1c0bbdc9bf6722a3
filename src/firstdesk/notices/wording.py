"""Words with places: `{编号}` or `{number}` is filled from the matter, `[[…]]` is written by hand before anything is sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext_lazy as _

from firstdesk.common.language import lang
from firstdesk.common.refusals import Detail, Text, at_field
from firstdesk.notices.states import Wording

FILE = Path(__file__).with_name("wordings.yaml")
# Each place by its English name: the Chinese one, and what it stands for.
PLACES: dict[str, tuple[str, Text]] = {
    "number": ("编号", _("Number of the matter")),
    "title": ("标题", _("Title of the matter")),
    "registered": ("登记日期", _("Day it was registered")),
    "centre": ("中心", _("Name of the centre")),
    "phone": ("中心电话", _("Telephone of the centre")),
    "unit": ("承办单位", _("Unit that handles it")),
    "due": ("期限", _("By when an answer is promised")),
    "result": ("办理结果", _("Result of the work")),
    "link": ("查询网址", _("Address of the follow page")),
    "today": ("今天", _("Today's date")),
    "session": ("会次", _("Which session of the mediation")),
    "day": ("日期", _("Day of the session")),
    "begins": ("开始时间", _("When it begins")),
    "ends": ("结束时间", _("When it ends")),
    "place": ("地点", _("Where it is held")),
    "mediator": ("调解员", _("Name of the mediator")),
}
OF_A_SESSION = frozenset({"session", "day", "begins", "ends", "place", "mediator"})
# What these places may read like, for a preview: a session is arranged long after its words are written.
EXAMPLE = {
    "number": "RT-350322-2026-0000001",
    "due": "2026年12月15日",
    "session": "1",
    "day": "2026年12月1日",
    "begins": "09:00",
    "ends": "11:00",
    "place": "调解一室",
    "mediator": "某某",
    "link": "https://…",
}
ALLOWED: dict[str, frozenset[str]] = {
    Wording.REPLY: frozenset(PLACES) - OF_A_SESSION,
    Wording.NOTICE: frozenset(PLACES) - OF_A_SESSION - {"result"},
    Wording.MEDIATION: frozenset({"number", "centre", "phone", "link", "due"}) | OF_A_SESSION,
}
ENGLISH = {name: name for name in PLACES} | {chinese: name for name, (chinese, _what) in PLACES.items()}
PLACE = re.compile(r"\{([^{}\n]*)\}")
BLANK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


@dataclass(frozen=True)
class Words:
    """A wording as it is used: the product's own has version 0."""

    code: str
    kind: str
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    version: int = 0

    @property
    def title(self) -> str:
        return self.title_en if lang() == "en" and self.title_en else self.title_zh

    @property
    def name(self) -> str:
        """As what was sent remembers it."""
        return f"{self.code}@{self.version}"

    def text(self, language: str) -> str:
        """In a language; in Chinese where nobody has written it in the other."""
        return self.text_en if language == "en" and self.text_en else self.text_zh


@cache
def products() -> dict[str, Words]:
    """The wordings the product brings."""
    found: dict[str, Words] = {}
    for code, each in yaml.safe_load(FILE.read_text(encoding="utf-8")).items():
        title = each["title"]
        found[code] = Words(code, each["kind"], title["zh"], title["en"], each["zh"], each["en"])
    return found


def places(kind: str) -> list[tuple[str, str, Text]]:
    """The names that may stand in a wording of this kind: English, Chinese, what each stands for."""
    allowed = ALLOWED.get(kind, frozenset())
    return [(name, chinese, what) for name, (chinese, what) in PLACES.items() if name in allowed]


def problems(text: str, kind: str, field: str) -> list[Detail]:
    """What is wrong with the places of a text: one detail each, with the name that was probably meant."""
    found: list[Detail] = []
    for name in dict.fromkeys(PLACE.findall(text)):
        meant = ENGLISH.get(name.strip())
        if meant is None:
            found.append(Detail(field, _unknown(name, kind)))
        elif meant not in ALLOWED[kind]:
            found.append(Detail(field, _("{%(name)s} is not known yet when this is sent.") % {"name": name}))
    rest = BLANK.sub("", PLACE.sub("", text))
    if "{" in rest or "}" in rest:
        found.append(Detail(field, _("A brace is open or closed without its partner.")))
    if "[[" in rest or "]]" in rest:
        found.append(Detail(field, _("Double brackets are open or closed without their partners.")))
    return found


def _unknown(name: str, kind: str) -> Text:
    near = get_close_matches(name.strip(), [each for each, meant in ENGLISH.items() if meant in ALLOWED[kind]], 1, 0.4)
    if near:
        return _("There is no {%(name)s}; perhaps {%(near)s} is meant.") % {"name": name, "near": near[0]}
    return _("There is no {%(name)s}. Use one of the names listed below.") % {"name": name}


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled; what the matter cannot say yet becomes a blank to be written by hand."""

    def filled(place: re.Match[str]) -> str:
        name = ENGLISH.get(place.group(1).strip())
        if name is None:
            return place.group()
        return values.get(name) or f"[[{place.group(1).strip()}]]"

    return PLACE.sub(filled, text)


def blanks(text: str) -> list[str]:
    """What is still to be written by hand."""
    return [blank.strip() for blank in BLANK.findall(text)]


def check_complete(text: str, field: str = "text") -> None:
    """Raises Refusal while something between double brackets is still to be written, or a place is not filled: it would
    arrive as it stands."""
    if open_ones := blanks(text):
        raise at_field(
            field, _("Write what still stands in double brackets: %(blanks)s.") % {"blanks": ", ".join(open_ones)}
        )
    places = [f"{{{name}}}" for name in dict.fromkeys(PLACE.findall(text)) if name.strip() in ENGLISH]
    if places:
        raise at_field(
            field,
            _("Write the value itself in place of %(places)s: it would be sent as it stands.")
            % {"places": ", ".join(places)},
        )
