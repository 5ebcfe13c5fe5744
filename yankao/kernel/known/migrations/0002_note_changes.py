"""What the triggers of known tables call: each statement that changes one renews its stamp."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION known_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO known_stamp (name, stamp) VALUES (TG_TABLE_NAME, gen_random_uuid())
    ON CONFLICT (name) DO UPDATE SET stamp = EXCLUDED.stamp;
  RETURN NULL;
END $$;
"""
BACK = "DROP FUNCTION known_changed();"


class Migration(migrations.Migration):
    dependencies = [("known", "0001_open_known")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
