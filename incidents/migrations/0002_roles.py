"""The four roles as groups, with what each may see in the admin.

Django creates permissions after all migrations are done, so they are created here, under the names Django gives them.
The roles' names are those of `incidents.domain.person.ROLES`; a test holds both together.
"""

from typing import Any

from django.db import migrations

READER = (
    "incident", "statement", "actor", "source", "link", "claim", "sourcetext",
    "incidentversion", "statementversion", "actorversion", "sourceversion", "linkversion", "claimversion",
)  # fmt: skip
CURATOR = (*READER, "facet", "event", "receipt")  # the log itself is for curators
ADMINISTRATOR = (*CURATOR, "redactiondoor")
SEEN_BY = {"reader": READER, "curator": CURATOR, "editor": CURATOR, "administrator": ADMINISTRATOR}


def create_roles(apps: Any, schema_editor: Any) -> None:
    """Create the groups and give them their permissions; what is there already is kept."""
    database = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(database)
    for role, seen in SEEN_BY.items():
        group, _ = groups.get_or_create(name=role)
        group.permissions.add(*(view_permission(apps, database, model) for model in seen))


def view_permission(apps: Any, database: str, model: str) -> Any:
    """Return the permission to view a model, made as Django would make it after the migrations."""
    types = apps.get_model("contenttypes", "ContentType").objects.using(database)
    content_type, _ = types.get_or_create(app_label="incidents", model=model)
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    name = f"Can view {apps.get_model('incidents', model)._meta.verbose_name}"
    found, _ = permissions.get_or_create(
        content_type=content_type, codename=f"view_{model}", defaults={"name": name[:255]}
    )
    return found


def remove_roles(apps: Any, schema_editor: Any) -> None:
    """Remove the groups; the permissions are Django's."""
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=SEEN_BY).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create_roles, remove_roles)]
