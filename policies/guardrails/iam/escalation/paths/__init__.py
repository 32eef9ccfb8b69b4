"""Every publicly known way to more rights, as data.

The catalogues that ``references`` cites: Rhino Security Labs' list of 2018 (``rhino``, by its
numbers), pathfinding.cloud (``pathfinding``), cloudsplaining's and Prowler's methods, the edges of
PMapper, and HackTricks Cloud by its page. ``aws`` is an operation for which AWS's own reference
says that it passes a role, where no catalogue has it yet. CodeStar's path is left out, for AWS
ended the service, and Fargate profiles of EKS, for their pods do not get the role.
"""

from typing import Final

from guardrails.iam.escalation.model import Path
from guardrails.iam.escalation.paths import (
    compute,
    credentials,
    data,
    delivery,
    grants,
    operation,
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
    *operation.PATHS,
    *swaps.PATHS,
    *sessions.PATHS,
)
