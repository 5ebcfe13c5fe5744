"""The database notes when a rule of competence changes, so that memory may hold them."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER cases_jurisdictionrule_known AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
  ON cases_jurisdictionrule FOR EACH STATEMENT EXECUTE FUNCTION known_changed();
INSERT INTO known_stamp (name, stamp) VALUES ('cases_jurisdictionrule', gen_random_uuid())
  ON CONFLICT (name) DO NOTHING;
"""
BACK = """
DROP TRIGGER cases_jurisdictionrule_known ON cases_jurisdictionrule;
DELETE FROM known_stamp WHERE name = 'cases_jurisdictionrule';
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_let_clocks_await_a_calendar"), ("known", "0002_note_changes")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
