"""Pages of staff: what they are asked with, and who may open them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from firstdesk.common.http import PageRequest
from firstdesk.common.refusals import NotAllowed
from firstdesk.directory import policies
from firstdesk.directory.models import User
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting

P = ParamSpec("P")


class StaffRequest(PageRequest):
    """A request by a signed-in person who acts from a post. Views get it through `needs(…)`."""

    user: User
    acting: Acting


Page = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def needs(*permissions: Permission) -> Callable[[Page[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """The page is for whoever acts from a post with at least one of these permissions (none named: any post).

    Leaves them on the view as `.needs`, where the guard test and the permission matrix read them.
    """

    def decorate(view: Page[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            acting: Acting | None = getattr(request, "acting", None)
            if acting is None:
                raise NotAllowed(
                    _("You hold no post today, so there is nothing you may do here. Ask the administrator.")
                )
            policies.require(acting, *permissions)
            return view(request, *args, **kwargs)

        guarded.needs = frozenset(permissions)  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate
