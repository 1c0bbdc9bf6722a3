"""Shared by the pages of the wall: which centre, and who is reading."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest

from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.wall.selectors.page import EVERYBODY, Reader
from firstdesk.wall.selectors.places import centres


def acting_of(request: HttpRequest) -> Acting | None:
    """The acting person; None for the public."""
    acting: Acting | None = getattr(request, "acting", None)
    return acting


def reader_of(centre: Unit, acting: Acting | None) -> Reader:
    """The reader of a centre's wall: staff of it or of a unit above see small numbers and names, everybody else what is
    public."""
    if acting is None or not acting.may(Permission.READ_FIGURES):
        return EVERYBODY
    is_near = centre.path.startswith(acting.unit.path) or (acting.centre is not None and acting.centre.pk == centre.pk)
    opens = bool(acting.permissions & {Permission.READ_OWN, Permission.READ_SUBTREE})
    return Reader(is_public=False, opens=opens, user_id=acting.user.pk) if is_near else EVERYBODY


def chosen(found: Iterable[Unit], code: str, acting: Acting | None) -> Unit:
    """The centre with this code, or the person's own, or the first. Raises Http404 where there is none."""
    for centre in found:
        own = acting.centre.pk if acting and acting.centre else centre.pk
        if centre.code == code or (not code and centre.pk == own):
            return centre
    raise Http404


def named(code: str) -> Unit:
    """The centre with this code. Raises Http404."""
    return chosen(centres(), code, None) if code else chosen([], code, None)
