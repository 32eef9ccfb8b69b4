"""How a path that passes a role is written down."""

from guardrails.iam.escalation.model import Kind, Path, Target

PASS_ROLE = "iam:PassRole"  # noqa: S105 -- an action, no password


def passing(
    id_: str,
    service: str,
    actions: tuple[str, ...],
    yields: str,
    references: tuple[str, ...],
) -> Path:
    """``iam:PassRole`` together with the actions that make the service run as the role."""
    return Path(
        id_,
        Kind.PASS_ROLE,
        Target.PASSED,
        (PASS_ROLE, *actions),
        yields,
        service,
        references,
    )
