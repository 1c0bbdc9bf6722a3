"""The regulations as data: plain Python, no Django, no clock, no I/O but `load`."""
