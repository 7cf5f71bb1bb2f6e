import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0003_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Token",
            fields=[
                ("digest", models.CharField(max_length=128, primary_key=True, serialize=False)),
                ("token_key", models.CharField(db_index=True, max_length=25)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("read", "read"),
                            ("curate", "read and record"),
                            ("edit", "read, record and publish"),
                        ],
                        max_length=10,
                        verbose_name="scope",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=100, verbose_name="what it is for")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                ("expiry", models.DateTimeField(blank=True, null=True, verbose_name="expires")),
                ("last_used", models.DateTimeField(editable=False, null=True, verbose_name="last used")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="auth_token_set",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "token",
                "verbose_name_plural": "tokens",
                "ordering": ["-created", "digest"],
            },
        ),
    ]
