"""What whoever looks after a map does: drafts one by one, and what was done lately."""
