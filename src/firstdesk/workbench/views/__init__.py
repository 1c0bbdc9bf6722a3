"""My day, the list of matters, the page of one matter and its steps."""
