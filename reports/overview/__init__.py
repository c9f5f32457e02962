"""Tổng quan: a year at a glance."""
