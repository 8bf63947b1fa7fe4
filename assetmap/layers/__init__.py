"""Reference layers: a card says what an official file is, and `check` holds a file to it."""
