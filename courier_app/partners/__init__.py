"""One adapter per partner behind one protocol; none is connected yet."""
