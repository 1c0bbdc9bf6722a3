"""Questions about checks."""
