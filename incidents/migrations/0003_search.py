"""Search documents; and indexes for what changed since a position, and for paging claims and links."""

from typing import Any

from django.db import migrations, models

# Stems as an array: a word is found as it was computed, whatever PostgreSQL's own parser would make of it.
STEMS = "string_to_array(words, ' ')"
SEARCHED = ("incidents_document", "incidents_documentversion")


def index_stems(apps: Any, schema_editor: Any) -> None:
    """Create the indexes by word. SQLite needs none: it runs over the documents, which are small."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in SEARCHED:
        schema_editor.execute(f"CREATE INDEX {table}_stems ON {table} USING gin (({STEMS}))")


def drop_stems(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in SEARCHED:
        schema_editor.execute(f"DROP INDEX {table}_stems")


def show(apps: Any, schema_editor: Any) -> None:
    """Let those who see facets in the admin see the documents too."""
    database = schema_editor.connection.alias
    types = apps.get_model("contenttypes", "ContentType").objects.using(database)
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    groups = apps.get_model("auth", "Group").objects.using(database)
    for model in ("document", "documentversion"):
        content_type, _ = types.get_or_create(app_label="incidents", model=model)
        name = f"Can view {apps.get_model('incidents', model)._meta.verbose_name}"
        codename = f"view_{model}"
        seen, _ = permissions.get_or_create(content_type=content_type, codename=codename, defaults={"name": name})
        for group in groups.filter(name__in=("curator", "editor", "administrator")):
            group.permissions.add(seen)


def index(model: str, name: str, *fields: str) -> migrations.AddIndex:
    return migrations.AddIndex(model_name=model, index=models.Index(fields=list(fields), name=name))


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_roles")]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False, verbose_name="id")),
                ("kind", models.CharField(max_length=20, verbose_name="kind of record")),
                ("words", models.TextField(verbose_name="words")),
            ],
            options={
                "verbose_name": "search document",
                "verbose_name_plural": "search documents",
                "ordering": ["kind", "id"],
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                (
                    "key",
                    models.CharField(
                        editable=False, max_length=60, primary_key=True, serialize=False, verbose_name="key"
                    ),
                ),
                ("record_id", models.UUIDField(verbose_name="record")),
                ("from_position", models.BigIntegerField(verbose_name="from position")),
                ("to_position", models.BigIntegerField(null=True, verbose_name="to position")),
                ("kind", models.CharField(max_length=20, verbose_name="kind of record")),
                ("words", models.TextField(verbose_name="words")),
            ],
            options={
                "verbose_name": "version of a search document",
                "verbose_name_plural": "versions of search documents",
                "ordering": ["kind", "record_id"],
            },
        ),
        index("documentversion", "documentv_record", "record_id", "from_position"),
        migrations.RunPython(index_stems, drop_stems),
        migrations.RunPython(show, migrations.RunPython.noop),
        index("incidentversion", "incidentv_since", "from_position"),
        index("statementversion", "statementv_since", "from_position"),
        index("actorversion", "actorv_since", "from_position"),
        index("sourceversion", "sourcev_since", "from_position"),
        index("linkversion", "linkv_since", "from_position"),
        index("claimversion", "claimv_since", "from_position"),
        index("claimversion", "claimv_recorded", "position", "record_id"),
        index("claim", "claim_recorded", "position", "id"),
        index("link", "link_sorted", "type", "id"),
    ]
