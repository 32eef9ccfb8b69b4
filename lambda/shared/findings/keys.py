"""How a finding is addressed: by account, and by what is wrong with which resource."""

import hashlib
import re
from typing import Final

ACCOUNT_ID: Final = re.compile(r"[0-9]{12}")
FINDING_ID: Final = re.compile(r"[0-9a-f]{32}")


def finding_id(account: str, rule: str, resource: str) -> str:
    """Return the same 32 hexadecimal characters for the same rule on the same resource."""
    return hashlib.sha256(f"{account}|{rule}|{resource}".encode()).hexdigest()[:32]
