"""The verbs of after."""
