"""Pages of dispatch: referrals, ways to a place, help from other units, services beyond the desk."""
