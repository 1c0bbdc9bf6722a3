"""Pages of the door: contacts, persons, imports."""
