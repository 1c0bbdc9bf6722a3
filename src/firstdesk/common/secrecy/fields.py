"""Model fields whose column never holds the clear text.

They are written and read as texts. What a database cannot do with them it refuses: no search, no order, no comparison
but with the empty text. For an exact search keep `identity(text)` in a column beside.
"""

import logging
import unicodedata
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldError
from django.db import DataError, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Exact, IsNull
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.common.refusals import Refusal
from firstdesk.common.secrecy import ring, stored

logger = logging.getLogger("firstdesk.secrecy")


class Unreadable(Refusal):
    """A stored text cannot be read, because its key is not here or the value is damaged."""

    status = 503


def keys() -> ring.Ring:
    """This installation's ring; created where there is none and nothing was encrypted under another."""
    try:
        return ring.load(settings.DATA_DIR)
    except ring.NoRing as error:
        if stored.is_any(connections["default"]):
            logger.critical("%s is missing while the database holds texts encrypted with it", error)
            raise Unreadable(
                _("The keys to confidential texts are missing. Nothing was changed or lost: let the administrator put "
                  "%(file)s back from its backup.")
                % {"file": ring.NAME}
            ) from error  # fmt: skip
        return ring.make(settings.DATA_DIR, at=clock.now())


def conceal(text: str) -> str:
    """The stored form. An empty text stays empty, so that the database can tell."""
    return keys().conceal(text) if text else ""


def reveal(value: str) -> str:
    """The clear text. Raises Unreadable."""
    if not value:
        return ""
    try:
        return keys().reveal(value)
    except ring.NoKey as error:
        id_ = str(error.args[0])
        logger.critical("a confidential text cannot be read: %s", f"key {id_} is missing" if id_ else "it is damaged")
        raise Unreadable(
            _("This confidential text was stored with the key %(key)s, which is missing. Let the administrator put the "
              "backup of %(file)s from before that key was retired back.")
            % {"key": id_, "file": ring.NAME}
            if id_
            else _("A confidential text is damaged and cannot be read. Tell the administrator.")
        ) from error  # fmt: skip


def identity(text: str) -> str:
    """A keyed digest to find equal texts without reading them; ignores case, width and spaces."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    return keys().digest(plain) if plain else ""


class OnlyEmpty(Exact):
    """Whether there is a text at all is the one thing the database can tell."""

    def get_prep_lookup(self) -> str:
        if self.rhs != "":
            raise FieldError("An encrypted column is compared with the empty text alone; keep identity() beside it.")
        return ""


class Secret(models.Field):  # type: ignore[type-arg]
    """Shared by both fields: encrypted on the way in, whoever writes; decrypted on the way out."""

    is_concealed = True  # how it is known where classes are not at hand
    at_most: int | None = None

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "text"

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if value is None or hasattr(value, "as_sql"):
            return super().get_db_prep_save(value, connection)
        text = str(value)
        if self.at_most is not None and len(text) > self.at_most:
            raise DataError(f"value too long: {self.name} takes {self.at_most} characters")
        return conceal(text)

    def from_db_value(self, value: Any, expression: object, connection: BaseDatabaseWrapper) -> Any:
        return value if value is None else reveal(value)

    def get_lookup(self, lookup: str) -> Any:
        return {"exact": OnlyEmpty, "isnull": IsNull}.get(lookup)

    def get_transform(self, lookup: str) -> None:
        return None


class SecretText(Secret, models.TextField):  # type: ignore[type-arg]
    """A text of any length, encrypted at rest."""


class SecretChar(Secret, models.CharField):  # type: ignore[type-arg]
    """A short text, encrypted at rest; `max_length` counts the characters of the clear text."""

    @property
    def at_most(self) -> int | None:  # type: ignore[override]
        return self.max_length
