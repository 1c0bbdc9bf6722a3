"""What may be asked of screening."""
