"""Working days between two moments, reckoned by the database from the office calendar."""

from django.db.models import DecimalField, F, Func
from django.db.models.expressions import Combinable

USED = """(SELECT CASE WHEN bool_or(day.date = span.b) THEN greatest(
  count(*) FILTER (WHERE day.is_workday AND day.date > span.a), 0.5) END
FROM (SELECT (ends.a AT TIME ZONE 'Asia/Taipei')::date AS a,
             (ends.b AT TIME ZONE 'Asia/Taipei')::date AS b
      FROM (SELECT %(expressions)s) AS ends (a, b)) AS span
JOIN calendar_day AS day ON day.date BETWEEN span.a AND span.b)"""


def used_days(later: str, earlier: str) -> Combinable:
    """The day of receipt is day 0; done the same day is half a day (文書處理手冊 point 79).

    Of a day that is in no calendar nothing is said: it is missing, not zero.
    """
    return Func(F(earlier), F(later), template=USED, output_field=DecimalField())
