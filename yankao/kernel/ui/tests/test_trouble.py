"""What counts as the database being away, and what as a mistake of ours."""

from django.db import OperationalError

from ..trouble import is_away


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except (OperationalError, RuntimeError, ValueError) as caught:
        return caught


def test_an_error_that_came_from_a_lost_database_is_the_database_s() -> None:
    lost = OperationalError("server closed the connection unexpectedly")
    assert is_away(lost)
    assert is_away(raised(RuntimeError("job not queued"), lost))
    assert is_away(raised(ValueError(), raised(RuntimeError(), lost)))


def test_a_mistake_of_ours_stays_one() -> None:
    assert not is_away(KeyError("x"))
    assert not is_away(raised(ValueError(), KeyError("x")))
    assert not is_away(None)
