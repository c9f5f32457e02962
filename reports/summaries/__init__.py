"""From the ledger to a `Summary`: subjects, periods, what a reader may count, sums, and published against computed."""
