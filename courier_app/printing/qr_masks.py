"""The four penalties of ISO/IEC 18004 (7.8.3) for a whole symbol held in one integer."""

from functools import lru_cache

FINDER_LIKE = ("10111010000", "00001011101")


def penalty(bits: int, size: int) -> int:
    """Lower reads better. Runs of five, blocks of four, finder look-alikes, dark share."""
    full = (1 << size * size) - 1
    across = _equal_neighbours(bits, 1, _starts(size, 1, across=True))
    down = _equal_neighbours(bits, size, _starts(size, 1, across=False))
    blocks = across & (across >> size) & down
    return (
        _runs(across, 1)
        + _runs(down, size)
        + 3 * blocks.bit_count()
        + 40 * _look_alikes(bits, full, size)
        + 10 * (abs(20 * bits.bit_count() - 10 * size * size) // (size * size))
    )


def _equal_neighbours(bits: int, step: int, starts: int) -> int:
    return ~(bits ^ (bits >> step)) & starts


def _runs(equal: int, step: int) -> int:
    """3 for a run of five equal modules and 1 for each module more."""
    five = equal & equal >> step & equal >> 2 * step & equal >> 3 * step
    return five.bit_count() + 2 * (five & ~(five << step)).bit_count()


def _look_alikes(bits: int, full: int, size: int) -> int:
    light = bits ^ full
    found = 0
    for step, across in ((1, True), (size, False)):
        for shape in FINDER_LIKE:
            hits = _starts(size, len(shape) - 1, across=across)
            for place, module in enumerate(shape):
                hits &= (bits if module == "1" else light) >> place * step
            found += hits.bit_count()
    return found


@lru_cache(maxsize=32)
def _starts(size: int, reach: int, *, across: bool) -> int:
    """Modules that have `reach` more before them in the same row (or column)."""
    if not across:
        return (1 << size * (size - reach)) - 1
    row = (1 << size - reach) - 1
    return sum(row << size * index for index in range(size))
