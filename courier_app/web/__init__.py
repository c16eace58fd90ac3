"""Flask lives here, and in the wiring."""
