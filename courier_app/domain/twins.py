"""When a package looks like a second entry of one that is registered already: same words, not long ago, not ended."""

from datetime import timedelta

from courier_app.domain.packages import Status

TWIN_WITHIN = timedelta(days=14)
# What comes back to the office is not ended: it goes out once more, and is not registered anew.
ENDED = (Status.DELIVERED, Status.CANCELLED, Status.LOST)
MOST_TWINS = 5  # as many as a person compares
