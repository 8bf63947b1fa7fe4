"""A workshop: what is said there, who may see what of it, and what is left behind."""
