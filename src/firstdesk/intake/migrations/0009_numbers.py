"""Persons are found by the whole number they gave, of a phone or a card, and by no part of it."""

from django.db import migrations

NUMBERS = r"""
CREATE FUNCTION intake_numbers(phone text, note text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT lower(number)), '{}') FROM (
        SELECT regexp_replace(phone, '[^0-9Xx]', '', 'g') AS number
        UNION ALL
        SELECT found[1] FROM regexp_matches(note, '([0-9]{6,17}[0-9Xx])', 'g') AS found
    ) AS given WHERE length(number) >= 7
$$;
CREATE INDEX intake_party_numbers ON intake_party USING gin (intake_numbers(phone, note));
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0008_contact_client_key")]
    operations = [
        migrations.RunSQL(NUMBERS, "DROP INDEX intake_party_numbers; DROP FUNCTION intake_numbers(text, text);"),
    ]
