"""Limits of uploads and the refusals beyond them. The figures are settings (`FILES_…`)."""

import unicodedata

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal, Text
from firstdesk.files.kinds import HEAD, PICTURES, SUFFIX, Kind, kind_of

NAME = 120
MEBIBYTE = 1 << 20
# What the workshop says, in words.
WHY: dict[str, Text] = {
    "broken": _("“%(name)s” is damaged and cannot be opened. Save it anew, or take the picture again."),
    "too_many_pixels": _("“%(name)s” has too many pixels. Take it at a lower resolution, or send a part of it."),
    "too_big": _("“%(name)s” unpacks to far more than it seems and is not taken. Save it anew in a simpler form."),
    "locked": _("“%(name)s” is locked with a password. Save it without one, or send a photo of the pages."),
    "acts": _("“%(name)s” holds programs or other files inside. Print it to a plain PDF and send that."),
    "film": _("“%(name)s” is a film; films are not taken. Send photos, or the sound alone."),
}


def refused(code: str, name: str) -> Refusal:
    """The refusal of a file with what the workshop found."""
    return Refusal(WHY.get(code, WHY["broken"]) % {"name": name})


def check_count(count: int) -> None:
    """Raises Refusal where more files are sent at once than accepted."""
    if count > settings.FILES_AT_ONCE:
        raise Refusal(
            _("%(count)s files at once are too many: at most %(limit)s. Nothing was kept; send them in parts.")
            % {"count": count, "limit": settings.FILES_AT_ONCE}
        )


def check_size(upload: "UploadedFile[bytes]", name: str) -> None:
    """Raises Refusal for an empty file and for one above the limit."""
    size = upload.size or 0
    if not size:
        raise Refusal(_("“%(name)s” is empty.") % {"name": name})
    if size > settings.FILES_BYTES:
        raise Refusal(
            _("“%(name)s” has %(size)s MB; at most %(limit)s MB are taken. Make it smaller, or send a part of it.")
            % {"name": name, "size": -(-size // MEBIBYTE), "limit": settings.FILES_BYTES // MEBIBYTE}
        )


def check_kind(upload: "UploadedFile[bytes]", name: str) -> Kind:
    """The kind by content. Raises Refusal for kinds not accepted."""
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(0)
    kind = kind_of(head)
    if kind is not None:
        return kind
    raise Refusal(
        _("“%(name)s” is none of the kinds taken, whatever its name says: JPEG, PNG, WebP or HEIC pictures, PDF, and MP3, "
          "M4A or WAV recordings.")
        % {"name": name}
    )  # fmt: skip


def clean_name(name: str, kind: Kind | None = None) -> str:
    """The last part of a file name, without paths, control or direction marks, and with the kind's own ending."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
    kept = "".join(" " if c in '<>:"|?*' else c for c in kept).strip(" .")
    if kind is None:
        return kept[:NAME]
    stem, dot, ending = kept.rpartition(".")
    stem = stem if dot and ending.isalnum() and len(ending) <= 5 else kept
    stem = stem.strip(" .") or ("picture" if kind in PICTURES else "file")
    return stem[: NAME - len(SUFFIX[kind])] + SUFFIX[kind]
