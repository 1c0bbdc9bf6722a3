"""Import of reports from a file, by a mapping."""
