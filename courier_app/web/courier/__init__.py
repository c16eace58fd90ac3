"""What a courier's phone talks to."""
