"""Verbs of the wall."""
