"""What templates ask of the directory."""

from django import template

from firstdesk.directory import ports
from firstdesk.directory.ports import Demo

register = template.Library()


@register.simple_tag
def demo_accounts() -> Demo:
    """The accounts of the demonstration; nobody where this is none."""
    return ports.get().demo()


# As a browser names itself; the first that fits, since the later ones are named by the earlier too.
BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def device(agent: str) -> str:
    """The browser and the system of a device, in two words; as it named itself where it is none we know."""
    known = [next((name for mark, name in table if mark in agent), "") for table in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, known)) or agent
