"""Questions the pages of a person's day ask."""
