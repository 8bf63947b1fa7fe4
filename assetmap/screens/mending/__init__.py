"""Putting right what is shown, on its card: changed, checked, paused, taken off the map; and whom to tell."""
