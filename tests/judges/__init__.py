"""Programs that we did not write, and that say whether what we publish holds."""
