"""Learning from decided matters. Imported by `firstdesk learn` alone: the library it needs is no part of a page."""
