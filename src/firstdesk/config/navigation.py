"""What stands around every page: the pages a person may open from the post they act from, and the other posts they hold."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firstdesk.config import live, theme
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting

P = Permission


@dataclass(frozen=True)
class Entry:
    """One page of the navigation. `needs` empty: everybody; otherwise any one of them is enough, and of `also` another."""

    name: str
    label: str | Promise
    icon: str
    needs: frozenset[Permission] = frozenset()
    also: frozenset[Permission] = frozenset()
    keys: str = ""  # as aria-keyshortcuts names them

    def is_open_to(self, permissions: frozenset[Permission]) -> bool:
        """Whether the page does not refuse them."""
        return all(not any_of or any_of & permissions for any_of in (self.needs, self.also))


@dataclass(frozen=True)
class Item:
    """An entry as one page shows it."""

    url: str
    label: str | Promise
    icon: str
    is_current: bool
    keys: str


@dataclass(frozen=True)
class Group:
    """Pages of one kind of work. Folded where there are many pages, unless the page being read is one of them."""

    label: str | Promise
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Fold:
    """A group as one page shows it."""

    label: str | Promise
    items: tuple[Item, ...]
    is_open: bool


CASES = frozenset({P.READ_OWN, P.READ_SUBTREE})
FEW = 14  # so many entries fit on a laptop beside the names of their groups: nothing needs to be folded
ALWAYS = 2  # groups that stand open on every page: today, and the handling of matters
GROUPS = (
    Group(
        _("Today"),
        (
            Entry("workbench:day", _("My day"), "checklist"),
            Entry("intake:new", _("Take a report"), "phone-incoming", frozenset({P.REGISTER}), keys="Alt+R"),
            Entry("workbench:matters", _("Matters"), "folder", CASES),
            Entry("obligations:due", _("What is due"), "clock-hour-4", CASES),
            Entry("rosters:now", _("Who is on"), "users"),
        ),
    ),
    Group(
        _("Handling"),
        (
            Entry("triage:queue", _("To classify"), "arrows-split-2", frozenset({P.TRIAGE})),
            Entry("dispatch:referrals", _("Referrals"), "arrows-exchange", frozenset({P.HANDLE, P.REFER})),
            Entry("dispatch:turnouts", _("On the way"), "car", frozenset({P.HANDLE, P.REFER})),
            Entry("dispatch:tasks", _("Help between units"), "users-group", frozenset({P.HANDLE, P.REFER})),
            Entry("followup:tasks", _("Follow-up"), "phone-check", frozenset({P.REPLY})),
            Entry("oversight:applications", _("Applications"), "rubber-stamp", CASES),
        ),
    ),
    Group(
        _("Disputes"),
        (
            Entry("mediation:list", _("Mediation"), "scale", frozenset({P.MEDIATE, P.DECIDE, P.READ_CONFIDENTIAL})),
            Entry("screening:list", _("Screening"), "radar", CASES),
        ),
    ),
    Group(
        _("Oversight and assessment"),
        (
            Entry("insight:board", _("Board"), "chart-bar", frozenset({P.READ_FIGURES}), CASES),
            Entry("oversight:supervision", _("Supervision"), "cards", CASES),
            Entry("complaints:list", _("Complaints"), "message-exclamation", frozenset({P.DECIDE, P.SETTLE, P.TRIAGE})),
            Entry("checks:list", _("Checks"), "list-check", CASES | {P.INSPECT}),
            Entry("assessment:rounds", _("Assessment"), "clipboard-check"),
            Entry("workbench:audit", _("Audit"), "shield-check", frozenset({P.READ_AUDIT})),
        ),
    ),
    Group(
        _("Duties"),
        (
            Entry("obligations:calendar", _("Calendar"), "calendar", CASES),
            Entry("obligations:duties", _("Recurring duties"), "repeat", CASES),
            Entry("meetings:list", _("Meetings"), "calendar-event", CASES),
            Entry("reporting:list", _("Reports"), "report-analytics", CASES | {P.REPORT, P.READ_FIGURES}),
            Entry("training:plan", _("Training"), "school"),
        ),
    ),
    Group(
        _("On the wall"),
        (
            Entry("wall:wall", _("The wall"), "layout-board"),
            Entry("wall:postings", _("What we must post"), "pin", frozenset({P.POST})),
            Entry("regulations:index", _("Rules"), "book-2"),
        ),
    ),
    Group(
        _("Administration"),
        (
            Entry("directory:org", _("Organisation"), "sitemap", frozenset({P.MANAGE_DIRECTORY, P.KEEP_CHARTER})),
            Entry("mediation:certificate", _("Seals"), "certificate", frozenset({P.MANAGE_DIRECTORY, P.KEEP_CHARTER})),
            Entry("notices:templates", _("Wordings"), "template", frozenset({P.KEEP_TEMPLATES})),
            Entry(
                "notices:stuck",
                _("Stuck messages"),
                "mail-exclamation",
                frozenset({P.REPLY, P.DECIDE, P.MANAGE_DIRECTORY}),
            ),
            Entry("intake:imports", _("Import"), "file-import", frozenset({P.IMPORT})),
        ),
    ),
)


def around(request: HttpRequest) -> dict[str, object]:
    """Context processor: navigation, acting post, the bell. A page of many panels asks for it at each: answered once."""
    known: dict[str, object] | None = getattr(request, "_around", None)
    if known is None or known["acting"] is not getattr(request, "acting", None):
        known = _around(request)
        request._around = known  # type: ignore[attr-defined]
    return known


def _around(request: HttpRequest) -> dict[str, object]:
    acting: Acting | None = getattr(request, "acting", None)
    if acting is None:
        return {"nav": "", "acting": None, "theme": theme.chosen(request)}
    return {
        "nav": _menu(acting.permissions, _current(acting.permissions, request.path), get_language() or ""),
        "acting": acting,
        "theme": theme.chosen(request),
        "other_posts": [post for post in acting.posts if post != acting.post],
        "switch_url": _address("directory:act_as"),
        "can_search": bool(acting.permissions & CASES),
        "bell_url": _address("notices:count"),
        "live": {"path": live.PATH, "word": live.word(), "was": live.last(), "alarm": _address("workbench:alarm")},
        "outbox": _outbox(acting),
        "notices_url": _address("notices:list"),
    }


def _outbox(acting: Acting) -> dict[str, str] | None:
    """Where reports taken without a connection go, for whoever takes reports."""
    if P.REGISTER not in acting.permissions:
        return None
    return {"alive": _address("intake:alive"), "page": _address("intake:new")}


def _current(permissions: frozenset[Permission], path: str) -> str:
    """The page this one belongs to, by the longest address: /intake/imports/ is a page of its own, not one of /intake/."""
    urls = [url for _group, entries in _open_to(permissions) for _entry, url in entries]
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")


@lru_cache(maxsize=128)
def _open_to(permissions: frozenset[Permission]) -> tuple[tuple[Group, tuple[tuple[Entry, str], ...]], ...]:
    placed = (
        (
            group,
            tuple(
                (entry, _address(entry.name))
                for entry in group.entries
                if entry.is_open_to(permissions) and _address(entry.name)
            ),
        )
        for group in GROUPS
    )
    return tuple((group, entries) for group, entries in placed if entries)


@lru_cache(maxsize=1024)
def _menu(permissions: frozenset[Permission], current: str, _language: str) -> SafeString:
    """The same for everybody of the same posts on the same page: it stands on every page twice, and is set once.

    The first groups stand open always, and that of this page; the others where all of it is short."""
    groups = _open_to(permissions)
    is_short = sum(len(entries) for _group, entries in groups) <= FEW
    folds = []
    for place, (group, entries) in enumerate(groups):
        items = tuple(Item(url, entry.label, entry.icon, url == current, entry.keys) for entry, url in entries)
        folds.append(Fold(group.label, items, is_short or place < ALWAYS or any(item.is_current for item in items)))
    return render_to_string("components/navigation.html", {"folds": folds}) if folds else SafeString("")


@lru_cache(maxsize=128)
def _address(name: str) -> str:
    """Where a page is; empty while an installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
