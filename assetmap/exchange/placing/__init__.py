"""Where a row says it is, in whatever way, and what it may mean where it cannot be there."""
