"""Pure rules: facts in, verdict out. No clock, no I/O, no framework."""
