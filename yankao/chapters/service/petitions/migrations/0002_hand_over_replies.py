"""Versions of replies go to the kernel, with all they say."""

from django.db import migrations

# lock: no release has read the table yet, and its rows are carried over first

HAND_OVER = """
INSERT INTO replies_replyversion (
    case_id, number, text, basis, author_id, written_at, decided_by_id, decided_at, approved,
    remark, accepted_findings
)
SELECT
    petition_id, number, text, legal_basis, author_id, written_at, decided_by_id, decided_at,
    approved, '', accepted_findings
FROM petitions_replyversion
ORDER BY id
"""


class Migration(migrations.Migration):
    dependencies = [("petitions", "0001_open_petitions"), ("replies", "0001_open_replies")]

    operations = [
        migrations.RunSQL(HAND_OVER, migrations.RunSQL.noop),
        migrations.DeleteModel("ReplyVersion"),
    ]
