"""What partners' machines talk to."""
