"""What only the whole file shows: likely duplicates, and cases dispatched twice."""

from django.db import connection

from yankao.kernel.exchange.mapping import Mapping
from yankao.kernel.exchange.models import Import

WITHIN_HOURS = 24

DUPLICATES = """
INSERT INTO exchange_remark (batch_id, line, key, kind, message)
SELECT known.batch_id, known.line, known.key, 'duplicate', pair.earlier
FROM (
  SELECT id, lag(number) OVER same AS earlier, opened_at - lag(opened_at) OVER same AS gap
  FROM cases_case
  WHERE programme = %(programme)s AND source_city = %(city)s
    AND address <> '' AND category_id IS NOT NULL
  WINDOW same AS (PARTITION BY district_id, address, category_id ORDER BY opened_at, id)
) AS pair
JOIN exchange_known AS known ON known.subject = 'case:' || pair.id
WHERE known.batch_id = %(batch)s AND pair.gap <= make_interval(hours => %(hours)s)
"""

AGAIN = """
INSERT INTO exchange_remark (batch_id, line, key, kind, message)
SELECT batch_id, line, key, 'dispatched_again', earlier
FROM (
  SELECT batch_id, line, key, lag(key) OVER same AS earlier
  FROM exchange_known
  WHERE source = %(source)s AND key LIKE '%%@%%'
  WINDOW same AS (PARTITION BY split_part(key, '@', 1) ORDER BY key)
) AS twice
WHERE batch_id = %(batch)s AND earlier IS NOT NULL
"""


def suggest(batch: Import, mapping: Mapping) -> dict[str, int]:
    """Writes the remarks in the database; answers with how many of each kind."""
    told: dict[str, str | int] = {
        "batch": batch.pk,
        "source": mapping.source,
        "programme": mapping.programme,
        "city": "" if mapping.ours else mapping.source,
        "hours": WITHIN_HOURS,
    }
    found = {}
    with connection.cursor() as cursor:
        for kind, statement in (("duplicate", DUPLICATES), ("dispatched_again", AGAIN)):
            cursor.execute(statement, told)
            found[kind] = cursor.rowcount
    return found
