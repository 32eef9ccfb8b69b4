"""Every publicly known way to more rights, as data.

The catalogues that ``references`` cites: Rhino Security Labs' list of 2018 (``rhino``, by its
numbers), pathfinding.cloud (``pathfinding``), cloudsplaining's and Prowler's methods, the edges of
PMapper, and HackTricks Cloud by its page. CodeStar's path is left out: AWS ended the service.
"""

from typing import Final

from guardrails.iam.escalation.model import Path
from guardrails.iam.escalation.paths import (
    compute,
    credentials,
    data,
    delivery,
    grants,
    serverless,
    sessions,
    swaps,
    trust,
)

PATHS: Final[tuple[Path, ...]] = (
    *grants.PATHS,
    *credentials.PATHS,
    *trust.PATHS,
    *serverless.PATHS,
    *compute.PATHS,
    *data.PATHS,
    *delivery.PATHS,
    *swaps.PATHS,
    *sessions.PATHS,
)
