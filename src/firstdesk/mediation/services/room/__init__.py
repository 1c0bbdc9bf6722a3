"""The verbs of room."""
