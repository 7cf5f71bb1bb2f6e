"""The files of others are those of the list."""

import re
from hashlib import sha256
from pathlib import Path

VENDOR = Path(__file__).parent / "vendor"
LINE = re.compile(r"^\| (\S+\.js) \|.*\| ([0-9a-f]{64}) \|$", re.MULTILINE)


def test_vendored_files_are_those_of_the_list():
    listed = dict(LINE.findall((VENDOR / "README.md").read_text()))
    assert listed == {path.name: sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")}
    assert not any("sourceMappingURL" in path.read_text() for path in VENDOR.glob("*.js"))
