"""Texts that look like credentials, and are none."""

import random
import string


def lot(length: int, signs: str = string.ascii_letters + string.digits) -> str:
    """Drawn by lot, so that no scanner takes this file for a leak; the same in every run."""
    return "".join(random.Random(length).choices(signs, k=length))  # noqa: S311 -- no credential


HEX = "0123456789abcdef"
BASE32 = string.ascii_uppercase + "234567"
ACCESS_KEY = "AKIA" + lot(16, BASE32)
