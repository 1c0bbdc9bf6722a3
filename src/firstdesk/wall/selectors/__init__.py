"""Questions about the wall."""
