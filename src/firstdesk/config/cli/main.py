"""`firstdesk`: one entry for every command.

A command is a module of this package. It has either `main(arguments) -> exit code`, or `register(subparsers)`, which adds
its parser with `set_defaults(run=handler)`; `NEEDS_DATABASE = False` says that it works without one. Any other name is one of
Django's own management commands.
"""

import argparse
import contextlib
import gettext
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import cast

from django.core.management import execute_from_command_line

from firstdesk.config import cli, embedded, environment, translations
from firstdesk.config.data_dir import hold_or_share
from firstdesk.config.messages import Problem, language, say

NO_COMMAND = frozenset({"main", "prepare", "children", "copies", "assets", "tick"})
WITHOUT_DATABASE = frozenset({"version", "--version", "makemessages", "compilemessages", "collectstatic"})
USAGE = 2
KEYWORDS = {"import": "imports"}  # a module cannot have a keyword for its name


def main(arguments: list[str] | None = None) -> int:
    """Run one command; what people can put right is one sentence and a non-zero exit, never a traceback."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstdesk.config.settings")
    os.umask(0o077)  # whatever is written from here on may hold what people told us
    try:
        return _run(_take_language(arguments))
    except Problem as problem:
        print(problem, file=sys.stderr)
        return problem.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _take_language(arguments: list[str]) -> list[str]:
    """`--lang zh|en` may stand anywhere; the command itself then reads FIRSTDESK_LANG like everybody else."""
    if "--lang" not in arguments:
        return arguments
    at = arguments.index("--lang")
    if at + 1 >= len(arguments) or arguments[at + 1] not in {"zh", "en"}:
        raise Problem("--lang 后面要写 zh 或 en。", "--lang is followed by zh or en.", code=USAGE)
    os.environ["FIRSTDESK_LANG"] = arguments[at + 1]
    return arguments[:at] + arguments[at + 2 :]


def _run(arguments: list[str]) -> int:
    name = arguments[0] if arguments else "help"
    name = KEYWORDS.get(name, name)
    names = commands()
    if name in {"help", "-h", "--help"}:
        return _help(names)
    module = importlib.import_module(f"firstdesk.config.cli.{name}") if name in names else None
    with contextlib.ExitStack() as stack:
        if getattr(module, "NEEDS_DATABASE", name not in WITHOUT_DATABASE and not hasattr(module, "main")):
            stack.enter_context(database())
        if module is None:
            execute_from_command_line(["firstdesk", *arguments])
            return 0
        return _own(module, arguments)


def _own(module: ModuleType, arguments: list[str]) -> int:
    with contextlib.suppress(OSError):  # an installation that cannot be written to brings them compiled
        translations.compile_all()
    if language() == "zh":  # argparse asks the standard library's gettext for its own few words
        os.environ["LANGUAGE"] = "zh"
        gettext.bindtextdomain("argparse", translations.PACKAGE / "config" / "locale")
        gettext.textdomain("argparse")
    if hasattr(module, "main"):
        return cast(int | None, module.main(arguments[1:])) or 0
    parser = argparse.ArgumentParser(prog="firstdesk")
    module.register(parser.add_subparsers(dest="command", required=True))
    parsed = parser.parse_args(arguments)
    return cast(int | None, parsed.run(parsed)) or 0


def commands() -> list[str]:
    """The product's own commands, by module name."""
    return sorted(info.name for info in pkgutil.iter_modules(cli.__path__) if info.name not in NO_COMMAND)


def _help(names: list[str]) -> int:
    print(
        say(
            "firstdesk 命令(--help 看用法和例子,--lang zh|en 选语言):",
            "firstdesk commands (--help for use and an example, --lang zh|en):",
        )
    )
    typed = {module: command for command, module in KEYWORDS.items()}
    for name in names:
        module = importlib.import_module(f"firstdesk.config.cli.{name}")
        summary = getattr(module, "SUMMARY", None)
        print(f"  {typed.get(name, name):<10} {say(*summary) if summary else (module.__doc__ or '').splitlines()[0]}")
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
