"""What the portal imports of models, on danvan/imports."""
