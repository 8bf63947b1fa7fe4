"""The workshop in the hall: which one is on, what the scribe types, what the room says besides, and its end."""
