"""Paper: one page frame in millimetres, and what is printed on it."""
