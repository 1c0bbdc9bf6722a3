"""Tokens with which another unit's system speaks to the API."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import validation
from firstdesk.common.refusals import Conflict, at_field
from firstdesk.directory.models import ApiToken, Unit
from firstdesk.directory.selectors import digest_of
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor

PREFIX = "fd_"  # so that a token found lying about is recognised for what it is


@dataclass(frozen=True)
class Issued:
    """A new token; `secret` is known only now."""

    token: ApiToken
    secret: str


@transaction.atomic
def issue_token(*, unit: Unit, centre: Unit, label: str, by: Actor, at: datetime) -> Issued:
    """Give a unit's system a token that may send reports to a centre. Raises Refusal where that is no centre."""
    if not centre.centre_kind or not centre.is_active:
        raise at_field("centre", _("Choose a centre that registers reports."), whole=_("Nothing was saved."))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        unit=unit, centre=centre, label=label.strip(), digest=digest_of(secret), created_at=at, created_by_id=by.by_id
    )
    validation.check(token, leave_out=("revoked_at", "revoked_by"))
    token.save(force_insert=True)
    _record(token, "token.issued", by, at)
    return Issued(token, secret)


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Actor, at: datetime) -> ApiToken:
    """Nothing more is taken from it; what it sent stays. Raises Conflict where it was withdrawn already."""
    stored = ApiToken.objects.select_for_update(no_key=True).get(pk=token.pk)
    if stored.revoked_at is not None:
        raise Conflict
    stored.revoked_at, stored.revoked_by_id = at, by.by_id
    stored.save(update_fields=["revoked_at", "revoked_by"])
    _record(stored, "token.revoked", by, at)
    return stored


def _record(token: ApiToken, verb: str, by: Actor, at: datetime) -> None:
    ledger.append(
        ledger.Draft(
            chain=f"unit:{token.unit_id}",
            verb=verb,
            by=by,
            at=at,
            subject_kind="directory.ApiToken",
            subject_id=token.pk,
            after={"label": token.label, "centre": token.centre.name},
        )
    )
