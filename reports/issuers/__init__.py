"""Đơn vị ban hành: letterheads, signing, and the measures of the paper."""
