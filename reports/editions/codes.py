"""The code of an issued report: what its QR says and what a reader types from the paper."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0 and O, no 1 and I: nobody has to guess which one is printed."""

LENGTH = 12
"""Twelve of 32 signs are 60 bits: at a million tries a second, some eighteen thousand years to try half of them."""

GROUP = 4


def new_code() -> str:
    """ "K7QX9MTR4AHW": from the system's own source of chance, so that nobody can count up from another code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """ "K7QX-9MTR-4AHW"."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(typed: str) -> str:
    """The code as typed, with or without hyphens and spaces, in small letters too; "" for what cannot be one."""
    bare = "".join(typed.split()).replace("-", "").replace("–", "").upper()
    return bare if len(bare) == LENGTH and all(sign in ALPHABET for sign in bare) else ""
