"""`make bench`: how long the portal's work takes, each figure beside its peer or floor of the same run (docs/bench.md)."""
