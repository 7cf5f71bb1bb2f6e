"""The texts are not in the log: Django saves and brings them back, as docs/operations.md says."""

import pytest

from incidents.imports.articles import attach_folder
from incidents.imports.seeds import import_coding
from incidents.log import read
from incidents.texts import SourceText
from tests.imports.small import write_articles, write_coding
from tests.imports.support import run


@pytest.mark.django_db
def test_texts_come_back_beside_a_log_that_has_events(tmp_path):
    import_coding(write_coding(tmp_path / "coding"))
    attach_folder(write_articles(tmp_path / "articles"))
    kept = list(SourceText.objects.order_by("pk").values())
    run("dumpdata", "incidents.sourcetext", output=str(tmp_path / "texts.json"))
    SourceText.objects.all().delete()
    head = read.head()
    run("loaddata", tmp_path / "texts.json")
    assert list(SourceText.objects.order_by("pk").values()) == kept
    assert read.head() == head
