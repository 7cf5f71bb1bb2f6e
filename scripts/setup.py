"""Make the environment: a virtual environment in .venv with the pinned packages. Standard library only.

Usage: python -m scripts.setup [REQUIREMENTS FILE …]; without a file, all of them.
"""

import hashlib
import json
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"  # {requirements file: SHA-256 of what was installed from it}

RUNTIME = ["requirements.txt"]
DEVELOPMENT = ["requirements.txt", "requirements-dev.txt"]


def say(line: str) -> None:
    print(line, flush=True)


def usable() -> bool:
    """Tell whether .venv has a working Python, new enough and with pip: neither half made nor left by an upgrade."""
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([PYTHON, "-c", probe], capture_output=True).returncode == 0
    except OSError:
        return False


def installed() -> dict[str, str]:
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def prepare(names: list[str]) -> None:
    """Install the requirements files `names` where they are not installed yet; exits with a sentence on failure."""
    if not usable():
        say("Environment: making .venv")
        venv.create(VENV, clear=True, symlinks=True, with_pip=True)
    wanted = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in names}
    present = installed()
    if wanted.items() <= present.items():
        say("Environment: ready")
        return
    say(f"Packages: installing {names[-1]} (about half a minute)")
    pip = [PYTHON, "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check"]
    if subprocess.run([*pip, "--requirement", names[-1]], cwd=ROOT, stdin=subprocess.DEVNULL).returncode:
        sys.exit(f"The packages of {names[-1]} could not be installed: pip says why above; then try again.")
    STAMP.write_text(json.dumps(present | wanted, indent=1))


if __name__ == "__main__":
    prepare(sys.argv[1:] or DEVELOPMENT)
