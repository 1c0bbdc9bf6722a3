"""Pages of messages: the list and the bell, how one wants to be told, what is stuck."""
