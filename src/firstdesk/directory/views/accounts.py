"""One's own password and sessions, and the post one acts from."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.http import SeeOther, key_in
from firstdesk.common.refusals import Refusal
from firstdesk.directory import selectors, services
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.forms import PasswordForm
from firstdesk.directory.middleware import SESSION_KEY
from firstdesk.directory.models import User


@require_safe
@login_not_required
def closed(request: HttpRequest) -> HttpResponse:
    """Nobody signs up, and passwords are not sent by mail: the administrator makes accounts and new passwords."""
    return render(request, "account/closed.html")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose a new password; the old one is asked for, other sessions end."""
    user = request.user
    assert isinstance(user, User)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _changed(user, form):
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password has been changed. Elsewhere you are signed out."))
        return SeeOther("/")
    status = 422 if request.method == "POST" else 200
    return render(request, "account/password_change.html", {"form": form, "user": user}, status=status)


def _changed(user: User, form: PasswordForm) -> bool:
    if not user.check_password(form.cleaned_data["old"]):
        form.add_error("old", _("This is not your present password."))
        return False
    try:
        by = selectors.actor_of(user)
        services.change_password(user=user, password=form.cleaned_data["password"], by=by, at=clock.now())
    except Refusal as refusal:
        form.show(refusal)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; a POST ends the other sessions, or the one named."""
    user = request.user
    assert isinstance(user, User)
    if request.method == "POST":
        one = key_in(request.POST.get("session", ""))
        chosen = None if one is None else {one}
        services.end_own_sessions(
            user=user, keep=request.session.session_key or "", only=chosen, by=selectors.actor_of(user), at=clock.now()
        )
        messages.success(request, _("Signed out there."))
        return SeeOther(request.path)
    here = request.session.session_key
    found = [(each, each.session_key == here) for each in UserSession.objects.filter(user=user).order_by("-created_at")]
    return render(request, "usersessions/usersession_list.html", {"sessions": found})


@require_POST
@needs()
def act_as(request: StaffRequest) -> HttpResponse:
    """Act from another of one's own posts from now on."""
    asked = key_in(request.POST.get("post", ""))
    if asked in request.acting.post_ids:
        request.session[SESSION_KEY] = asked
    target = request.POST.get("next", "/")
    return SeeOther(target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else "/")
