"""The long forms of what the tests do shortly: `make torture` runs them all and prints what was reached."""
