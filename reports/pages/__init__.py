"""Pages of campaigns, movements, places and organisations, and two of them side by side."""
