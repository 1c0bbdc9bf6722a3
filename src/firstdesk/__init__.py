"""Firstdesk 首问: the work system in which a centre's written regulations run."""

__version__ = "0.1.0"
