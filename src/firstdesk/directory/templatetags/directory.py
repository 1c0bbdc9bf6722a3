"""What templates ask of the directory."""

from django import template

from firstdesk.directory import ports
from firstdesk.directory.ports import Demo

register = template.Library()


@register.simple_tag
def demo_accounts() -> Demo:
    """The accounts of the demonstration; nobody where this is none."""
    return ports.get().demo()
