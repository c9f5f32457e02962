"""Chỉ tiêu: the values of indicators, their grid, comparison and who has reported."""
