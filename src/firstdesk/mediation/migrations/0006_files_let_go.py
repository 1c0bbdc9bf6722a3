from django.db import migrations, models

from firstdesk.ledger.append_only import allow_erasure

FILE = {"on_delete": models.PROTECT, "related_name": "+", "to": "files.file"}
ALSO = {"mediation_signature": ("strokes", "scan_id"), "mediation_invitation": ("proof_words", "text", "proof_id")}


def also(table: str, columns: tuple[str, ...]) -> migrations.RunSQL:
    """The columns of a table whose words are erased, and now a file with them."""

    def names(these: tuple[str, ...]) -> str:
        listed = ", ".join(f"'{column}'" for column in these)
        return (
            f"DROP TRIGGER {table}_erasure_only ON {table}; "
            f"CREATE TRIGGER {table}_erasure_only BEFORE UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION firstdesk_erasure_only({listed})"
        )

    return migrations.RunSQL(names(columns), names(columns[:-1]))


class Migration(migrations.Migration):
    """Papers and scans are let go of at the end of the archive's term, with the words of their case."""

    dependencies = [("mediation", "0005_outlived"), ("files", "0002_issued")]
    operations = [
        migrations.AlterField("copy", "file", models.ForeignKey(null=True, **FILE)),
        migrations.AlterField("paper", "file", models.ForeignKey(null=True, **FILE)),
        allow_erasure("mediation_paper", "file_id"),
        *[also(table, columns) for table, columns in ALSO.items()],
    ]
