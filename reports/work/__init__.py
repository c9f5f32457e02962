"""Việc của tôi, tiếp nhận, lateness and hand-over."""
