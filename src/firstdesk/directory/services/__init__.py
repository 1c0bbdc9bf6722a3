"""The verbs of the directory."""

from firstdesk.directory.services.arrivals import Arrival, promise_arrival
from firstdesk.directory.services.charter import CharterText, confirm_charter
from firstdesk.directory.services.compartments import create_compartment
from firstdesk.directory.services.disclosures import DisclosureText, disclose
from firstdesk.directory.services.grids import GridImport, import_grids
from firstdesk.directory.services.leaving import close_account, reopen_account
from firstdesk.directory.services.people import (
    FirstPost,
    NewPerson,
    appoint,
    change_password,
    create_user,
    dismiss,
    end_own_sessions,
    note_sign_in,
    revoke_sessions,
)
from firstdesk.directory.services.tokens import Issued, issue_token, revoke_token
from firstdesk.directory.services.units import NewPost, NewUnit, add_remit, create_post, create_unit, post_numbers

__all__ = [
    "Arrival",
    "CharterText",
    "DisclosureText",
    "FirstPost",
    "GridImport",
    "Issued",
    "NewPerson",
    "NewPost",
    "NewUnit",
    "add_remit",
    "appoint",
    "change_password",
    "close_account",
    "confirm_charter",
    "create_compartment",
    "create_post",
    "create_unit",
    "create_user",
    "disclose",
    "dismiss",
    "end_own_sessions",
    "import_grids",
    "issue_token",
    "note_sign_in",
    "post_numbers",
    "promise_arrival",
    "reopen_account",
    "revoke_sessions",
    "revoke_token",
]
