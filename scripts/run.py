"""Bring a tracker up from nothing and serve it on 127.0.0.1; a second run is quick and changes nothing.

Reads PORT (8000) and ARTICLES (a directory with the originals of the seed articles) from the environment.
"""

import os
import socket
import subprocess
import sys
from pathlib import Path

from scripts.setup import PYTHON, ROOT, RUNTIME, prepare, say

HOST = "127.0.0.1"


def chosen_port(text: str) -> int:
    """Return the port; exits with a sentence when it is none or cannot be had."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        sys.exit(f"PORT is {text!r}: give a number from 1 to 65535.")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does: a port just left is free
        try:
            probe.bind((HOST, port))
        except PermissionError:
            sys.exit(f"Port {port} is for the system administrator: choose one from 1024, as in make run PORT=8000.")
        except OSError:
            sys.exit(f"Port {port} is busy: stop what listens there or choose another, as in make run PORT={port + 1}.")
    return port


def chosen_articles(text: str) -> list[str]:
    """Return the arguments of import_seeds; exits with a sentence when the directory is not there."""
    if not text:
        return []
    directory = Path(text).expanduser()
    if not directory.is_dir():
        sys.exit(f"ARTICLES is {text!r}: there is no such directory.")
    return ["--articles", str(directory.resolve())]


def manage(*arguments: str) -> None:
    """Run a management command; exits when it fails, after the command's own words."""
    if status := subprocess.run([PYTHON, "manage.py", *arguments], cwd=ROOT, stdin=subprocess.DEVNULL).returncode:
        sys.exit(f"Stopped: manage.py {arguments[0]} failed with status {status}, see above.")


def main() -> None:
    port = chosen_port(os.environ.get("PORT") or "8000")
    articles = chosen_articles(os.environ.get("ARTICLES", ""))
    prepare(RUNTIME)
    say("Database: migrating")
    manage("migrate", "--noinput", "--verbosity", "0")
    say("Seeds: importing")
    manage("import_seeds", *articles)
    manage("create_first_administrator")
    if os.environ.get("DEMARCHE_ENV") == "production":
        say("Static files: collecting")
        manage("collectstatic", "--noinput", "--verbosity", "0")
    say(f"Serving http://{HOST}:{port}/ (Ctrl-C stops)")
    os.chdir(ROOT)
    # Threads, because a long export would hold a process; no control socket, because it is one per person, not per run.
    threads = ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    options = ["--bind", f"{HOST}:{port}", *threads, "--limit-request-line", "8190"]  # a filter may name a hundred ids
    os.execv(PYTHON, [PYTHON, "-m", "gunicorn", "tracker.wsgi", *options, "--no-control-socket"])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
