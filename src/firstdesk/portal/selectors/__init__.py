"""Questions the public side asks."""
