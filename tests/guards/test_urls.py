"""Every address is behind a permission, or on one of two short lists that a reviewer reads in a breath."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.support.source import report

# Anybody may open these: what a resident needs, and what signing in takes.
PUBLIC = {
    "account_login",
    "account_logout",
    "account_signup",  # says that accounts are made by the administrator
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "account_request_login_code",
    "set_language",
    "theme",
    "healthz",
    "api:openapi-json",  # the description of the interface
    "api:api-root",
    "api:send",  # asks for a token instead of a sign-in
    "api:stands",
    "meetings:door",  # whoever scans the code on the screen of a meeting
    "portal:home",
    "portal:ask",
    "portal:asked",
    "portal:follow",
    "portal:add_files",
    "portal:file",
    "portal:receipt",
    "portal:rate",
    "portal:short_link",
    "portal:complain",
    "portal:complain_about",
    "portal:opinions",
    "portal:party",  # a party's own page of their mediation, by their link
    "portal:party_day",
    "portal:party_copy",
    "portal:party_paper",
    "portal:party_handed_in",
    "portal:party_withdraw",
    "portal:party_know",
    "portal:party_agree",
    "portal:party_refuse",
    "portal:party_prefer",
    "portal:party_choose",
    "portal:party_accept",
    "portal:party_challenge",
    "portal:party_evidence",
    "portal:party_confirm",
    "obligations:feed",  # what the calendar of a phone reads, by its owner's private address
    "reporting:bulletins",  # what is published to residents, without a name and without small numbers
    "reporting:bulletin",
    "reporting:bulletin_pdf",
    "portal:verify",
    "portal:verify_code",
    "wall:wall",
    "wall:coverage",
    "wall:clause",
    "wall:kiosk",
    "wall:worker",
    "wall:board",  # what is posted
    "wall:file",  # the document posted
    "wall:on_duty",  # officers who agreed
    "wall:code",  # whether a printed sheet is current
}
# Any signed-in person may open these, whatever the post: allauth's own account pages, and what only concerns oneself.
SIGNED_IN = {
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "account_email",
    "usersessions_list",
    "directory:act",
    "directory:first_password",
}
View = Callable[..., Any]


def addresses() -> Iterator[tuple[str, View]]:
    """Every address by its full name (or its pattern where it has none) with its view."""

    def walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, View]]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
            elif isinstance(entry, URLPattern):
                yield f"{prefix}{entry.name or entry.pattern}", entry.callback

    return walk(get_resolver(), "")


def test_no_public_address_but_those_listed() -> None:
    """The middleware asks for a sign-in everywhere; `@login_not_required` is the exception one writes and lists here."""
    report(
        [name for name, view in addresses() if not getattr(view, "login_required", True) and name not in PUBLIC],
        why="These are open to everybody without being on the list PUBLIC:",
    )


def test_every_other_address_needs_a_permission() -> None:
    """`directory.access.needs(Permission.X)` leaves its permissions on the view."""
    report(
        [
            name
            for name, view in addresses()
            if getattr(view, "login_required", True) and not hasattr(view, "needs") and name not in SIGNED_IN
        ],
        why="These ask for a sign-in but for no permission; add @needs(…), outermost:",
    )


def test_every_address_has_a_name() -> None:
    """Templates and services speak of pages by name; a path written out breaks when it moves."""
    unnamed = [name for name, view in addresses() if "/" in name and view.__module__.startswith("firstdesk.")]
    report(unnamed, why="Give these a name:")
