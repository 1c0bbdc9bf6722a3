"""Which wordings a centre has: its own over the product's."""

from collections.abc import Sequence
from dataclasses import dataclass

from firstdesk.directory.models import Unit
from firstdesk.notices.models import Template
from firstdesk.notices.wording import Words, products


@dataclass(frozen=True)
class Kept:
    """A wording as its page shows it: what is used, and the centre's newest version, where it has one."""

    words: Words
    own: Template | None

    @property
    def seen(self) -> int:
        """The version a form was made from; saved over a newer one, it is refused."""
        return self.own.version if self.own else 0


def newest(unit: Unit | None) -> dict[str, Template]:
    """The newest version of each of the unit's wordings, retired ones among them."""
    if unit is None:
        return {}
    found = Template.objects.filter(unit=unit).select_related("saved_by")
    return {each.code: each for each in found.order_by("code", "-version").distinct("code")}


def wordings(unit: Unit | None, kind: str = "") -> Sequence[Kept]:
    """What may be used, by kind and title; the centre's own stand for the product's of the same code."""
    own = newest(unit)
    found = [Kept(words, own.get(code)) for code, words in products().items()]
    found = [Kept(_words(each.own), each.own) if _is_used(each.own) else each for each in found]
    extra = [each for code, each in own.items() if code not in products() and not each.is_retired]
    found += [Kept(_words(each), each) for each in extra]
    return sorted((each for each in found if kind in {"", each.words.kind}), key=_order)


def wording(unit: Unit | None, code: str) -> Kept | None:
    """One of them, by its code."""
    return next((each for each in wordings(unit) if each.words.code == code), None)


def versions(unit: Unit, code: str) -> Sequence[Template]:
    """The versions of one wording, newest first."""
    return list(Template.objects.filter(unit=unit, code=code).select_related("saved_by").order_by("-version"))


def _is_used(own: Template | None) -> bool:
    return own is not None and not own.is_retired


def _words(own: Template | None) -> Words:
    if own is None:
        raise ValueError("there is no wording of the centre's own")
    return Words(own.code, own.kind, own.title, own.title, own.text_zh, own.text_en, own.version)


def _order(each: Kept) -> tuple[bool, str]:
    return each.words.kind != "reply", each.words.code
