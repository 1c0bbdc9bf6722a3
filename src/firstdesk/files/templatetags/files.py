"""The part of a form through which files come in."""

from django import template
from django.conf import settings

from firstdesk.files.kinds import ACCEPT

register = template.Library()


@register.inclusion_tag("files/_dropzone.html")
def dropzone(url: str = "", target: str = "", form: str = "", name: str = "files", count: int = 0) -> dict[str, object]:
    """Choose, drag, paste or photograph files.

    With `url` each is sent there at once, with progress, and the answer replaces `target` (a selector); without it they
    go with the form they stand in (or the form named). Without JavaScript both are plain file fields of that form.
    `count` is how many it takes; 0: as many as any form.
    """
    return {
        "url": url,
        "target": target,
        "form": form,
        "name": name,
        "accept": ACCEPT,
        "bytes": settings.FILES_BYTES,
        "megabytes": settings.FILES_BYTES >> 20,
        "count": count or settings.FILES_AT_ONCE,
    }


@register.filter
def bytes_in_words(size: int) -> str:
    """How large, as people say it."""
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{max(1, size // 1024)} KB"
