"""Days as the office counts them: Western Indonesian time, seven hours ahead of UTC."""

from datetime import UTC, date, datetime, time, timedelta, timezone

FIRST, LAST = date(2000, 1, 1), date(2999, 12, 31)
WIB = timezone(timedelta(hours=7), "WIB")


def day_of(moment: datetime) -> date:
    return moment.astimezone(WIB).date()


def begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), WIB).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The first moment that is no longer this day."""
    return begin_of(day + timedelta(days=1))


def read_day(text: str) -> date | None:
    """`2026-11-23`, as the browser's date field sends it; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None
