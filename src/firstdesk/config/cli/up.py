"""`firstdesk up`: one supervisor for the database, the web process and the worker."""

import argparse
import contextlib
import importlib
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import django

from firstdesk.config import embedded, environment, external, translations
from firstdesk.config.cli.children import Child
from firstdesk.config.data_dir import hold, unwritable
from firstdesk.config.messages import Problem, say

HOST = "127.0.0.1"
Announce = Callable[[str], None]
PATIENCE = 60  # seconds for the pages to answer


SUMMARY = ("启动 Firstdesk，Ctrl-C 停止", "start Firstdesk; Ctrl-C stops it")


ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Ctrl-C or SIGTERM arrived; raised in the main thread so that everything is taken down in order."""


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    if options.data:
        os.environ["FIRSTDESK_DATA_DIR"] = str(Path(options.data).absolute())
    for number in ENDINGS:  # SIGINT too: a shell may have started us with it ignored
        signal.signal(number, _stop)
    settings = environment.read()
    try:
        with hold(settings.data_dir, "up") as holder:
            if not holder.mine:
                raise _already_running(settings.data_dir, holder.details)
            _require_free(options.port)
            with contextlib.ExitStack() as stack:
                _run(stack, settings, options.port, holder.announce)
    except Stopped:
        print(say("已停止。", "Stopped."), flush=True)
        return 0
    except OSError as error:
        raise unwritable(Path(error.filename or settings.data_dir), error) from error
    return 0


def _run(stack: contextlib.ExitStack, settings: environment.Environment, port: int, announce: Announce) -> None:
    server = _database(stack, settings)
    translations.compile_all()
    gateway = _pretended_gateway(settings)
    if settings.mode == "demo" and not settings.https:  # links in the messages of the demonstration lead here
        os.environ.setdefault("FIRSTDESK_SITE", f"http://{HOST}:{port}")
    django.setup()
    copies = importlib.import_module("firstdesk.config.cli.copies")  # only now: it needs Django's models
    copies.made_ready()
    copies.load()
    logs = settings.data_dir / "log"
    web, behind = copies.pages(HOST, port, logs), copies.behind(logs, gateway)
    for child in (*behind, web):  # ended in the opposite order: no new requests, then no new work, then the database
        stack.callback(child.stop)
    web.start()
    _wait_for_pages(port, web)
    for child in behind:  # only now: on two cores they would keep the pages waiting
        child.start()
    announce(f"http://{HOST}:{port}")
    print(f"ready http://{HOST}:{port}", flush=True)
    copies.prepare.show_demo_accounts()
    for child in copies.learners(logs):
        stack.callback(child.stop)
        child.start()
    while True:
        time.sleep(0.5)
        if server:
            server.require_alive()
        for child in (web, *behind):
            child.watch()


def _pretended_gateway(settings: environment.Environment) -> str:
    """The port at which the demonstration's text messages can be read, named to the processes; "" where they are real."""
    if settings.mode != "demo" or os.environ.get("FIRSTDESK_SMS_URL"):
        return ""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = str(free.getsockname()[1])
    os.environ["FIRSTDESK_SMS_URL"] = f"http://{HOST}:{port}/"
    return port


def _database(stack: contextlib.ExitStack, settings: environment.Environment) -> embedded.Server | None:
    if settings.database_url:
        external.require_usable(settings.database_url)
        return None
    server = embedded.start(settings.data_dir)
    stack.callback(server.stop)
    if server.note:
        print(say(f"数据库放在 {server.note}。", f"The database lives in {server.note}."), flush=True)
    return server


def _wait_for_pages(port: int, web: Child) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        web.watch()
        with contextlib.suppress(OSError):
            try:
                urllib.request.urlopen(f"http://{HOST}:{port}/accounts/login/", timeout=10).close()
            except urllib.error.HTTPError as error:
                if error.code >= 500:
                    raise _broken(web) from error
            return
        time.sleep(0.1)
    raise _broken(web)


def _broken(web: Child) -> Problem:
    return Problem(
        f"网页未能正常启动，详见 {web.log}。",
        f"The pages did not start properly, see {web.log}.",
        code=6,
    )


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Problem(
                f"端口 {port} 不可用（{error.strerror}）。请关闭占用它的程序，或用 --port 换一个端口。",
                f"Port {port} cannot be used ({error.strerror}). Stop the program that has it, or choose another "
                "with --port.",
                code=7,
            ) from error


def _already_running(data_dir: Path, address: str) -> Problem:
    zh = f"（{address}）" if address else ""
    en = f" ({address})" if address else ""
    return Problem(
        f"Firstdesk 已在使用 {data_dir}{zh}。请先停止它，或用 --data 指定别的目录。",
        f"Firstdesk already runs on {data_dir}{en}. Stop it first, or name another directory with --data.",
        code=8,
    )


def _stop(number: int, _: object) -> None:
    for ending in ENDINGS:  # a second Ctrl-C must not interrupt the orderly end
        signal.signal(ending, signal.SIG_IGN)
    raise Stopped


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="firstdesk up",
        description=say("启动 Firstdesk，Ctrl-C 停止。", "Start Firstdesk; Ctrl-C stops it."),
        epilog=say(
            "例：./run up --port 8080 --data /srv/firstdesk", "Example: ./run up --port 8080 --data /srv/firstdesk"
        ),
    )
    parser.add_argument("--port", type=_port, default=8000, help=say("网页端口，默认 8000", "port of the pages, 8000"))
    parser.add_argument("--data", help=say("数据目录，默认 ./var", "directory for all data, ./var"))
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(say(f"{text} 不是端口号（1–65535）", f"{text} is no port (1-65535)"))
    return int(text)
