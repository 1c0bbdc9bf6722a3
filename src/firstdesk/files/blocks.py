"""The blocks of a paper, defined once; documents.paper() renders them as PDF, words.paper() as .docx."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import cn2an
from django.utils.translation import gettext as _

from firstdesk.common.language import lang

Row = Sequence[str]
BLANK = "＿" * 8  # to be written by hand


@dataclass(frozen=True)
class Block:
    """One part of a paper."""

    @property
    def kind(self) -> str:
        return type(self).__name__.lower()

    def as_data(self) -> dict[str, object]:
        """Plain values for a template."""
        return {"kind": self.kind, **asdict(self)}


@dataclass(frozen=True)
class Section(Block):
    """A heading inside the paper."""

    text: str


@dataclass(frozen=True)
class Prose(Block):
    """Text with its paragraphs as they were written."""

    text: str

    def as_data(self) -> dict[str, object]:
        return {"kind": self.kind, "paragraphs": [line.strip() for line in self.text.splitlines() if line.strip()]}


@dataclass(frozen=True)
class Facts(Block):
    """Label and value; or twice label and value in a row. `stays`: whole, and on the page of what follows, as before a seal.
    `tight`: with less room around the words, for a form that belongs on one sheet."""

    rows: Sequence[Row]
    stays: bool = False
    tight: bool = False


@dataclass(frozen=True)
class Table(Block):
    """A ruled table whose head is repeated on every page. `widths`: parts of the whole; none: all alike."""

    head: Row
    rows: Sequence[Row]
    widths: Sequence[int] = ()


@dataclass(frozen=True)
class Articles(Block):
    """Numbered articles."""

    items: Sequence[str]
    first: int = 1

    def as_data(self) -> dict[str, object]:
        named = [{"name": article(self.first + index), "text": item} for index, item in enumerate(self.items)]
        return {"kind": self.kind, "named": named}


@dataclass(frozen=True)
class Signatures(Block):
    """Where people sign: (role, name), with room for the hand, the day and a finger print."""

    rows: Sequence[Row]
    words: dict[str, str] = field(
        default_factory=lambda: {"sign": _("Signature"), "print": _("Finger print"), "date": _("Date")}
    )


@dataclass(frozen=True)
class SealArea(Block):
    """The place of a seal, with its owner and the day."""

    owner: str
    day: str

    def as_data(self) -> dict[str, object]:
        return {**super().as_data(), "words": _("(seal)")}


def article(number: int) -> str:
    """The name of an article: 第十二条."""
    return _("Article %(number)s") % {"number": cn2an.an2cn(number, "low") if lang() == "zh" else number}
