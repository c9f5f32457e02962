"""`make bench`: how long the portal's work takes, each figure beside its peer or floor (docs/bench.md)."""
