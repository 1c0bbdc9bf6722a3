"""`firstdesk`: one entry for every command. Those in this folder need no database; all others are Django's."""

import contextlib
import importlib
import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec

from django.core.management import execute_from_command_line

from firstdesk.config import embedded, environment
from firstdesk.config.data_dir import hold_or_share
from firstdesk.config.messages import Problem

# Each is a module of this package with main(arguments) -> exit code.
OWN = ("up", "worker", "tick", "rules", "workdays", "docs", "assets")
NO_DATABASE = {"help", "version", "--version", "--help", "makemessages", "compilemessages", "collectstatic"}


def main(arguments: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstdesk.config.settings")
    try:
        return _run(arguments)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return problem.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(arguments: list[str]) -> int:
    name = arguments[0] if arguments else "help"
    if name in OWN and find_spec(f"firstdesk.config.cli.{name}"):
        module = importlib.import_module(f"firstdesk.config.cli.{name}")
        code: int | None = module.main(arguments[1:])
        return code or 0
    with contextlib.ExitStack() as stack:
        if name not in NO_DATABASE:
            stack.enter_context(database())
        execute_from_command_line(["firstdesk", *arguments])
    return 0


@contextlib.contextmanager
def database() -> Iterator[None]:
    """The database answers inside: the external one, that of a running `up`, or one started for this command alone."""
    settings = environment.read()
    if settings.database_url:
        yield
        return
    with hold_or_share(settings.data_dir) as holder, contextlib.ExitStack() as stack:
        if holder.mine:
            stack.enter_context(embedded.running(settings.data_dir))
        yield
