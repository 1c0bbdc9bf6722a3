"""Generates docs/reference from the code and the rules, so that it cannot go out of date unnoticed."""
