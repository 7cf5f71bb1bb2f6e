"""A coding with anything wrong in it is refused as a whole; the error names file, line and field, and what to do."""

import pytest
from django.core.management import CommandError

from incidents.codebook.strict_yaml import YamlError
from incidents.imports.seeds import import_coding
from tests.imports.faults import FAULTS, Fault
from tests.imports.small import rendered
from tests.imports.support import nothing_recorded, run

pytestmark = pytest.mark.django_db

EACH = [pytest.param(fault, id=f"{part}: {fault.name}") for part, faults in FAULTS.items() for fault in faults]
LISTS = ["sources", "actors", "incidents", "links"]


def break_coding(directory, fault: Fault) -> int:
    """Put the fault into its file and return the line that the error has to name."""
    path = directory / fault.file
    text = path.read_text(encoding="utf-8")
    old = rendered(fault.old)
    assert text.count(old) == 1, f"{fault.old!r} stands {text.count(old)} times in {fault.file}"
    text = text.replace(old, rendered(fault.new))
    path.write_text(text, encoding="utf-8")
    assert text.count(fault.marked) == 1, f"{fault.marked!r} stands {text.count(fault.marked)} times"
    start = text.index(fault.marked)
    return text.count("\n", 0, start + len(fault.marked) - len(fault.marked.lstrip("\n"))) + 1


def refusal(directory) -> YamlError:
    with pytest.raises(YamlError) as caught:
        import_coding(directory)
    assert nothing_recorded()
    return caught.value


@pytest.mark.parametrize("fault", EACH)
def test_it_is_refused(coding, fault):
    line = break_coding(coding, fault)
    error = refusal(coding)
    place = f"{fault.file}, line {line}"
    assert str(error).startswith(f"{place}, {fault.field}: " if fault.field else f"{place}: ")
    assert fault.says in error.message


@pytest.mark.parametrize("name", ["sources", "actors", "incidents", "links"])
@pytest.mark.parametrize("content", ["", " {}", " 5", " words", " null"])
def test_what_should_be_a_list_is_none(coding, name, content):
    (coding / f"{name}.yaml").write_text(f"# nothing here\n{name}:{content}\n")
    error = refusal(coding)
    assert str(error) == f"{name}.yaml, line 2, {name}: Write a list of records here; an empty one is []."


def test_a_file_without_its_list_is_refused(coding):
    (coding / "links.yaml").write_text("{}\n")
    assert str(refusal(coding)) == "links.yaml, line 1, links: Add the field “links”."


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty: write the document or remove the file."),
        (b"- a\n- b\n", "Write fields (name: value) here."),
        (b"links: [caf\xe9]\n", "Save the file as UTF-8."),
        (b"links: []\n---\nlinks: []\n", "Mend the YAML at or just before this line"),
        (b'links: ["\\ud800"]\n', "Mend the YAML at or just before this line"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(coding, content, says):
    (coding / "links.yaml").write_bytes(content)
    error = refusal(coding)
    assert error.file == "links.yaml" and says in error.message


def test_a_missing_file_is_named(coding):
    (coding / "statements-june.yaml").unlink()
    assert str(refusal(coding)) == "statements-june.yaml, line 1: The file is missing: put it there."


def test_a_file_that_nobody_reads_is_named(coding):
    (coding / "statements-july.yaml").write_text("statements: []\n")
    error = refusal(coding)
    assert error.file == "statements-july.yaml" and "move its records to one of actors.yaml" in error.message


def test_the_command_says_the_same_without_a_traceback(coding, settings):
    settings.BASE_DIR = coding.parent
    coding.rename(coding.parent / "seeds")
    line = break_coding(coding.parent / "seeds", FAULTS["claims"][0])
    with pytest.raises(
        CommandError, match=rf"^incidents\.yaml, line {line}, incidents\[0\]\.claims\[1\]\.property: “day”"
    ):
        run("import_seeds")
    assert nothing_recorded()


def test_a_fault_in_the_last_record_leaves_nothing(coding):
    """Everything before it was decided and projected by then: it is taken back."""
    break_coding(coding, next(fault for fault in FAULTS["links"] if fault.name == "no grounds"))
    assert refusal(coding).file == "links.yaml"
