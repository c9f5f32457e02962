"""Bản ban hành: number, frozen data and bytes, the public check, and issuing anew."""
