"""What is searched: the texts of a matter, kept by triggers beside the rows they stand in, found by pairs of characters.

Chinese has no blanks and its commonest words have two characters, so every text is indexed by the pairs that occur in it.
Contexts above `matters` keep their own texts here by a trigger that calls `matters_keep_text`.
"""

import django.db.models.deletion
from django.db import migrations, models

FUNCTIONS = r"""
CREATE FUNCTION matters_folded(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT lower(normalize(said, NFKC))
$$;
CREATE FUNCTION matters_pairs(said text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT a || b), '{}')
    FROM unnest(string_to_array(said, NULL), (string_to_array(said, NULL))[2:]) AS pair (a, b)
    WHERE b IS NOT NULL AND a > ' ' AND b > ' '
$$;
CREATE FUNCTION matters_keep_text(asked bigint, kind text, source bigint, said text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO matters_searchtext (matter_id, part, source_id, registered_at, text)
        SELECT id, kind, source, registered_at, matters_folded(said) FROM matters_matter WHERE id = asked
    ON CONFLICT (matter_id, part, source_id) DO UPDATE SET text = excluded.text
$$;
"""
INDEX = """
CREATE INDEX matters_searchtext_pairs ON matters_searchtext USING gin (matters_pairs(text))
    WITH (fastupdate = on, gin_pending_list_limit = 512);
"""
TITLE = """
CREATE FUNCTION matters_keep_title() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO matters_searchtext (matter_id, part, source_id, registered_at, text)
        VALUES (NEW.id, 'title', 0, NEW.registered_at, matters_folded(NEW.title))
    ON CONFLICT (matter_id, part, source_id) DO UPDATE SET text = excluded.text;
    RETURN NULL;
END $$;
CREATE TRIGGER matters_matter_title AFTER INSERT OR UPDATE OF title ON matters_matter
    FOR EACH ROW EXECUTE FUNCTION matters_keep_title();
INSERT INTO matters_searchtext (matter_id, part, source_id, registered_at, text)
    SELECT id, 'title', 0, registered_at, matters_folded(title) FROM matters_matter;
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0005_circles_of_clocks")]
    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "matter_id", "part", "source_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("part", models.CharField(max_length=20)),
                ("source_id", models.BigIntegerField()),
                ("registered_at", models.DateTimeField()),
                ("text", models.TextField()),
                (
                    "matter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="matters.matter",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["seq"], name="matters_matter_seq"),
        ),
        migrations.RunSQL(
            FUNCTIONS,
            "DROP FUNCTION matters_keep_text(bigint, text, bigint, text), matters_pairs(text), matters_folded(text);",
        ),
        migrations.RunSQL(INDEX, "DROP INDEX matters_searchtext_pairs;"),
        migrations.RunSQL(
            TITLE, "DROP TRIGGER matters_matter_title ON matters_matter; DROP FUNCTION matters_keep_title();"
        ),
    ]
