"""Pages of the directory: accounts, organisation, people, grids, charter."""
