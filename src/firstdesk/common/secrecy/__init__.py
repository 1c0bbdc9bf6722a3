"""What must not be read by whoever holds the database alone: columns encrypted with keys of the data directory."""

from firstdesk.common.secrecy.fields import Secret, SecretChar, SecretText, Unreadable, identity

__all__ = ["Secret", "SecretChar", "SecretText", "Unreadable", "identity"]
