"""Two rucksacks meet: what was done to one map in two places becomes one again, and nothing of it is lost."""
