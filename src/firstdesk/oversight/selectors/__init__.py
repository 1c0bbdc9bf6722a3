"""Questions about urging, cards and applications."""
