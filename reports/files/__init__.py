"""A report as a file: what is kept, what is made in the background, and by whom it may be taken."""
