"""The database itself refuses to change or remove what happened."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION timeline_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test%' THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'the timeline is append-only: % refused', TG_OP USING ERRCODE = '42501';
END $$;
CREATE TRIGGER timeline_entry_append_only BEFORE UPDATE OR DELETE ON timeline_entry
  FOR EACH ROW EXECUTE FUNCTION timeline_refuse();
CREATE TRIGGER timeline_entry_no_truncate BEFORE TRUNCATE ON timeline_entry
  FOR EACH STATEMENT EXECUTE FUNCTION timeline_refuse();
"""
BACK = """
DROP TRIGGER timeline_entry_no_truncate ON timeline_entry;
DROP TRIGGER timeline_entry_append_only ON timeline_entry;
DROP FUNCTION timeline_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("timeline", "0001_open_timeline")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
