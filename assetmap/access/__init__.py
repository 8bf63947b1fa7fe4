"""Who can reach what on foot: exact measures on a walk graph, as plain functions on arrays."""
