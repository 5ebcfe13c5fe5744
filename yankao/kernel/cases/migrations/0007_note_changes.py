"""The database notes when a category changes, so that memory may hold them."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER cases_category_known AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_category
  FOR EACH STATEMENT EXECUTE FUNCTION known_changed();
INSERT INTO known_stamp (name, stamp) VALUES ('cases_category', gen_random_uuid())
  ON CONFLICT (name) DO NOTHING;
"""
BACK = """
DROP TRIGGER cases_category_known ON cases_category;
DELETE FROM known_stamp WHERE name = 'cases_category';
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_keep_answers"), ("known", "0002_note_changes")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
