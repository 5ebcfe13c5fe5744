"""The database notes when a unit changes, so that memory may hold them."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER people_unit_known AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON people_unit
  FOR EACH STATEMENT EXECUTE FUNCTION known_changed();
INSERT INTO known_stamp (name, stamp) VALUES ('people_unit', gen_random_uuid())
  ON CONFLICT (name) DO NOTHING;
"""
BACK = """
DROP TRIGGER people_unit_known ON people_unit;
DELETE FROM known_stamp WHERE name = 'people_unit';
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_say_who_decides"), ("known", "0002_note_changes")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
