"""docs/codebook.md is what the renderer makes of today's codebook."""

from pathlib import Path

from incidents import codebook
from incidents.codebook.render import render

PAGE = Path(codebook.__file__).parents[2] / "docs" / "codebook.md"


def test_the_page_is_fresh():
    assert PAGE.read_text("utf-8") == render(codebook.current()), (
        "Run: python -m incidents.codebook.render > docs/codebook.md"
    )


def test_every_code_is_on_the_page():
    page = render(codebook.current())
    for terms in codebook.current().lists.values():
        assert all(f"| `{code}` |" in page for code in terms)


def test_tables_have_as_many_cells_in_every_row():
    widths: set[int] = set()
    for line in render(codebook.current()).splitlines():
        if not line.startswith("|"):
            assert len(widths) <= 1
            widths = set()
        else:
            widths.add(line.replace("\\|", "").count("|"))
