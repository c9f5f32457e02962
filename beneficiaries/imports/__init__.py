"""import_supports: a ledger's file → rows → drafts, all or nothing (design.md §6)."""
