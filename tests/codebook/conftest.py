"""A copy of the real files that a test may break, and the error that loading it gives."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest

from incidents import codebook

V1 = Path(codebook.__file__).parent / "v1"


@dataclass(frozen=True)
class Draft:
    """A copy of the codebook's files."""

    directory: Path

    def change(self, file: str, old: str, new: str) -> int:
        """Replace the first occurrence; return the line, counted from 1, where it begins."""
        path = self.directory / file
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return text[: text.index(old)].count("\n") + 1

    def error(self) -> codebook.YamlError:
        with pytest.raises(codebook.YamlError) as caught:
            codebook.load(self.directory)
        return caught.value


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    return Draft(Path(copytree(V1, tmp_path / "v1")))


@pytest.fixture
def refused(draft: Draft) -> Callable[[str, str, str], tuple[str, str, int, str | None]]:
    """Make one change and return (code, file, lines below the change, field) of the error."""

    def refuse(file: str, old: str, new: str) -> tuple[str, str, int, str | None]:
        line = draft.change(file, old, new)
        error = draft.error()
        assert error.message.endswith("."), "the message is a sentence"
        assert f"{error.file}, line {error.line}" in str(error)
        return error.code, error.file, error.line - line, error.field

    return refuse
