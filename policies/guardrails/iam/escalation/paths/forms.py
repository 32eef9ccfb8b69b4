"""How paths of one form are written down."""

from guardrails.iam.escalation.model import Kind, Path, Target

PASS_ROLE = "iam:PassRole"  # noqa: S105 -- an action, no password


def passing(  # noqa: PLR0913, PLR0917 -- a path's fields, in their order
    id_: str,
    service: str,
    actions: tuple[str, ...],
    yields: str,
    references: tuple[str, ...],
    taken_by: str = "",
) -> Path:
    """``iam:PassRole`` together with the actions that make the service run as the role."""
    needs = (PASS_ROLE, *actions)
    return Path(
        id_, Kind.PASS_ROLE, Target.PASSED, needs, yields, service, references, taken_by=taken_by
    )


def taking_over(  # noqa: PLR0913, PLR0917 -- a path's fields, in their order
    kind: Kind,
    id_: str,
    service: str,
    needs: tuple[str, ...],
    yields: str,
    references: tuple[str, ...],
) -> Path:
    """What runs as a role is changed, or commanded."""
    return Path(id_, kind, Target.OTHER, needs, yields, service, references)


def one_action(  # noqa: PLR0913, PLR0917 -- a path's fields, in their order
    kind: Kind,
    target: Target,
    id_: str,
    action: str,
    yields: str,
    references: tuple[str, ...],
    mended_by: str = "",
) -> Path:
    """One action on a principal, or on what says who is one, is enough."""
    return Path(id_, kind, target, (action,), yields, "", references, mended_by)
