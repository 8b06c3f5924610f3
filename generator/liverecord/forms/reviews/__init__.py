"""A review is held: what it looks at, its results, who said what, and the next by its rule; one by one, or all that are due."""
