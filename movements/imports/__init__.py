"""What the portal imports of movements: activities, targets, places and organisations, on danvan/imports."""
