"""The sheets of paper that a workshop writes on: where things are on them, and how a photograph of one is read."""
