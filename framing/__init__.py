"""framing measures how news is told."""
