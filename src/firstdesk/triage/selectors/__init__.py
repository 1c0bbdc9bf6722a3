"""Questions about classification: who stands behind a route, what the table says, what waits, what was decided."""
