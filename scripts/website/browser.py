"""Opens the finished site in Chromium without a screen, and says what is wrong with it there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from plansheets import verify
from website.frame import ASSETS
from website.page import Page

PROGRAMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
PATIENCE = 240
"""Seconds, for a machine that has other work too; some twenty are usual."""


def check_site(site: Path, pages: Sequence[Page]) -> int:
    """0 where all is well with the *site*, or where nobody can look at it here."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        reason = "the site was not opened: Chromium ('chromium') is not installed"
        print(reason)
        return 1 if os.environ.get("CI") else 0
    visit = Visit()
    with _served(site, visit, [page.path for page in pages]) as address, _browser(program, address):
        if not visit.finished.wait(PATIENCE):
            print(f"Chromium said nothing for {PATIENCE} seconds")
            return 1
    problems = [*visit.report["problems"], *_problems_of(visit.workbook)]
    for problem in problems:
        print(problem)
    print("opened in Chromium: " + ", ".join(visit.report["seen"]))
    return 1 if problems else 0


class Visit:
    """What the browser sends back."""

    def __init__(self) -> None:
        self.finished = threading.Event()
        self.report: dict[str, list[str]] = {}
        self.workbook = b""


def _problems_of(workbook: bytes) -> Iterator[str]:
    """What keeps a workbook, as the browser downloaded it, from being one."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "downloaded.xlsx"
        file.write_bytes(workbook)
        yield from map(str, verify(file))


class _Handler(SimpleHTTPRequestHandler):
    """The site, and beside it the page that looks at it."""

    def __init__(self, *given: Any, visit: Visit, pages: list[str], **named: Any) -> None:
        self.visit, self.pages = visit, pages
        super().__init__(*given, **named)

    def do_GET(self) -> None:
        match self.path:
            case "/-/visit.html":
                self._answer("text/html", (ASSETS / "visit.html").read_bytes())
            case "/-/pages.json":
                self._answer("application/json", json.dumps(self.pages).encode())
            case _:
                super().do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer("text/plain", b"")
        if self.path == "/-/workbook":
            self.visit.workbook = body
        else:
            self.visit.report = json.loads(body)
            self.visit.finished.set()

    def _answer(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing of what went well."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *given: Any) -> None:
        """Pass over pictures that the browser no longer wants: it is on the next page already."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*given)


@contextmanager
def _served(site: Path, visit: Visit, pages: list[str]) -> Iterator[str]:
    handler = partial(_Handler, visit=visit, pages=pages, directory=str(site))
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/-/visit.html"
        server.shutdown()


@contextmanager
def _browser(program: str, address: str) -> Iterator[None]:
    """Chromium at *address*, in a profile of its own, talking to nobody else."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = [
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,900",
            f"--user-data-dir={profile}",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            options.append("--no-sandbox")
        quiet = subprocess.DEVNULL
        process = subprocess.Popen([program, *options, address], stdout=quiet, stderr=quiet)
        try:
            yield
        finally:
            process.terminate()
            process.wait(20)
