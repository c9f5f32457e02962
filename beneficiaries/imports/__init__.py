"""What the portal imports of the ledger: supports with their sources (design.md §6), on danvan/imports."""
