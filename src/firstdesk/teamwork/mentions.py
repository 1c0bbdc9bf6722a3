"""Whom a note names: @ before the name or the user name of a colleague who may read the matter."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal, Text, at_field
from firstdesk.directory.models import User
from firstdesk.matters.models import Matter
from firstdesk.teamwork import selectors

WORD = re.compile(r"[\w.\-]+")
SIGN = re.compile(r"(?<![A-Za-z0-9._%+\-])@(?=\w)")  # not the one inside a mail address


def mentioned(text: str, matter: Matter, at: datetime) -> list[User]:
    """The people named, once each, in the order of the text. Raises Refusal for a name nobody has, two have, or whose
    bearer may not read the matter: a mention that reaches nobody would look like one that did."""
    if "@" not in text:
        return []
    known = selectors.colleagues(matter, at)
    found: dict[int, User] = {}
    for sign in SIGN.finditer(text):
        user = _bearer(text[sign.end() :], known, matter, at)
        found.setdefault(user.pk, user)
    return list(found.values())


def _bearer(rest: str, known: Sequence[User], matter: Matter, at: datetime) -> User:
    name = longest_name(rest, [name for user in known for name in (str(user), user.username)])
    if not name:
        name = _elsewhere(rest)
    people = [user for user in known if name in {str(user), user.username}]
    people = people or list(User.objects.filter(Q(username=name) | Q(first_name=name), is_active=True)[:3])
    if len(people) > 1:
        raise _wrong(
            _("Several people are called %(name)s; write the user name instead: %(names)s.")
            % {"name": name, "names": ", ".join(user.username for user in people)}
        )
    if not people:
        raise _wrong(_("Nobody here is called “%(name)s”. Choose a colleague, or leave the @ out.") % {"name": name})
    if not selectors.may_read(people[0], matter, at):
        raise _wrong(_("%(name)s may not read this matter and is not told. Leave the @ out.") % {"name": name})
    return people[0]


def longest_name(rest: str, names: Sequence[str]) -> str:
    """The longest name the text goes on with; a name in Latin letters ends where the word ends."""
    fitting = [name for name in names if name and rest.startswith(name) and not _goes_on(rest, name)]
    return max(fitting, key=len, default="")


def _goes_on(rest: str, name: str) -> bool:
    following = rest[len(name) : len(name) + 1]
    return (
        name[-1].isascii() and following.isascii() and (following.isalnum() or following in {"_"}) and following != ""
    )


def _elsewhere(rest: str) -> str:
    """A name of somebody who is not expected to read it: tried from the longest word that stands there down."""
    word = WORD.match(rest)
    text = word.group() if word else rest[:1]
    tries = [text[:length] for length in range(min(len(text), 30), 0, -1)]
    users = User.objects.filter(Q(username__in=tries) | Q(first_name__in=tries), is_active=True)
    names = [name for pair in users.values_list("first_name", "username") for name in pair]
    return longest_name(rest, names) or text


def _wrong(why: Text) -> Refusal:
    return at_field("text", why)
