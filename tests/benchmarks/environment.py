"""Make .venv-bench: what the project runs on, and the peers of the benchmarks. Standard library only."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv-bench"
FILES = (ROOT / "requirements.txt", ROOT / "tests" / "benchmarks" / "requirements.txt")
STAMP = VENV / "installed"


def main() -> None:
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in FILES)).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == wanted:
        return
    sys.stdout.write("Benchmarks: making .venv-bench with the peers (about half a minute)\n")
    sys.stdout.flush()
    venv.create(VENV, clear=True, symlinks=True, with_pip=True)
    (VENV / ".gitignore").write_text("*\n")
    pip = [VENV / "bin" / "python", "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check"]
    if subprocess.run([*pip, "--requirement", FILES[-1]], cwd=ROOT, stdin=subprocess.DEVNULL).returncode:
        sys.exit("make bench: the peers could not be installed, pip says why above; then try again.")
    STAMP.write_text(wanted)


if __name__ == "__main__":
    main()
