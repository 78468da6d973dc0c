"""Random public ids: what an address shows instead of a row number."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 14  # 31 ** 14 is about 69 bits: not to be guessed, short enough to read out over the telephone.


def new_public_id() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
