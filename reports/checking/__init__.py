"""Kiểm tra số liệu: a text against itself and against the data."""
