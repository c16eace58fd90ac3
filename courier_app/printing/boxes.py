"""Rectangles on paper, in points, origin at the lower left as in PDF."""

from dataclasses import dataclass

MM = 72 / 25.4


@dataclass(frozen=True)
class Box:
    """A rectangle; everything printed stays inside the one it was given."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def top(self) -> float:
        return self.bottom + self.height

    def inset(self, by: float) -> "Box":
        return Box(self.left + by, self.bottom + by, self.width - 2 * by, self.height - 2 * by)

    def right_of(self, x: float) -> "Box":
        return Box(x, self.bottom, self.right - x, self.height)

    def below(self, y: float) -> "Box":
        return Box(self.left, self.bottom, self.width, y - self.bottom)
