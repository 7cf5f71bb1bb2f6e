"""Run the browser tests on SQLite in a real Chromium; arguments go to pytest.

The Chromium is the one that CHROMIUM names, else the system's. With INSTALL=1 (as .ci/run sets it) a missing one is
installed with the system's own package manager, where this person may do that.
"""

import os
import shutil
import subprocess
import sys

from scripts.setup import ROOT

NAMES = ("chromium", "chromium-browser")


def chromium() -> str | None:
    """Return the path of the browser, None where there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Install Debian's Chromium; what that says goes to the terminal."""
    if not shutil.which("apt-get"):
        return
    rights = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run([*rights, "apt-get", "--quiet", *command], env=environment, stdin=subprocess.DEVNULL)


def main() -> None:
    if chromium() is None and os.environ.get("INSTALL") == "1":
        install()
    found = chromium()
    if found is None:
        sys.exit("make test-browser: there is no Chromium; install it (apt install chromium) or set CHROMIUM.")
    own = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEMARCHE_ENV")}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-m", "browser", "tests/browser"]
    ended = subprocess.run([*command, *sys.argv[1:]], cwd=ROOT, env={**own, "CHROMIUM": found})
    sys.exit(ended.returncode)


if __name__ == "__main__":
    main()
