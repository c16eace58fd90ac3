"""Working days and times of day in western Indonesia (WIB)."""

from datetime import UTC, date, datetime, time, timedelta, timezone

WIB = timezone(timedelta(hours=7))
OPENING = time(9, 15)  # by then everything that the town does "today" has happened
SUNDAY = 6


def working_days(now: datetime, *, span: int = 21) -> tuple[date, ...]:
    """Monday to Saturday of the last `span` days; the last of them has opened its doors."""
    local = now.astimezone(WIB)
    last = local.date() - timedelta(days=local.time() < OPENING)
    days = (last - timedelta(days=back) for back in range(span, -1, -1))
    return tuple(day for day in days if day.weekday() != SUNDAY)


def at(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A time of day in WIB, as UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=WIB).astimezone(UTC)
