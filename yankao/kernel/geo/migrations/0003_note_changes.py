"""The database notes when a district changes, so that memory may hold them."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER geo_district_known AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON geo_district
  FOR EACH STATEMENT EXECUTE FUNCTION known_changed();
INSERT INTO known_stamp (name, stamp) VALUES ('geo_district', gen_random_uuid())
  ON CONFLICT (name) DO NOTHING;
"""
BACK = """
DROP TRIGGER geo_district_known ON geo_district;
DELETE FROM known_stamp WHERE name = 'geo_district';
"""


class Migration(migrations.Migration):
    dependencies = [("geo", "0002_load_districts_and_roads"), ("known", "0002_note_changes")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
