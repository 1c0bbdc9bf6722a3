"""The verbs of outcome."""
