"""Where a stack lands: the coordinates that every name and every ARN is computed from."""

import re
from dataclasses import dataclass

import pulumi

from components.core import shapes
from components.core.checks import matching
from components.core.errors import LimitError

_PARTITION = re.compile(r"aws(-[a-z]+)*")
_CALLER_IDENTITY = "aws:index/getCallerIdentity:getCallerIdentity"


@dataclass(frozen=True, slots=True)
class Deployment:
    """The project, the stack and the account that the program deploys into.

    Args:
        project: The Pulumi project's name.
        stack: The stack's name.
        account_id: Twelve digits.
        region: Such as ``eu-central-1``.
        partition: ``aws``, ``aws-cn`` or ``aws-us-gov``.

    Raises:
        SpecError: An account id, a region or a partition that cannot be one.
    """

    project: str
    stack: str
    account_id: str
    region: str
    partition: str = "aws"

    def __post_init__(self) -> None:
        matching("account id", self.account_id, shapes.ACCOUNT_ID, "twelve digits")
        matching("region", self.region, shapes.REGION, "a region such as eu-central-1")
        matching("partition", self.partition, _PARTITION, "aws, aws-cn or aws-us-gov")

    def name(self, logical_name: str, longest: int) -> str:
        """Return the physical name ``{project}-{stack}-{logical_name}``.

        Explicit names keep every ARN, and with it every access document, known at preview.

        Raises:
            LimitError: The name is longer than the ``longest`` that AWS takes.
        """
        name = f"{self.project}-{self.stack}-{logical_name}"
        if len(name) > longest:
            allowed = f"at most {longest} characters with the prefix {self.project}-{self.stack}-"
            raise LimitError(f"name {logical_name!r}", name, allowed)
        return name


_current: Deployment | None = None
# What AWS said, by project, stack and provider: a served component may meet several of each.
_asked: dict[tuple[str, str, pulumi.ProviderResource | None], Deployment] = {}


def use(deployment: Deployment | None) -> None:
    """Make ``deployment`` the one that components are created in from here on."""
    global _current  # noqa: PLW0603 -- one program deploys into one place, as in Pulumi's own runtime
    _current = deployment
    _asked.clear()


def current(component: pulumi.Resource) -> Deployment:
    """Return the deployment in use; ask AWS when a program outside of Bulwark named none.

    Args:
        component: AWS is asked through its provider, so that it tells where the children land.
    """
    if _current is not None:
        return _current
    key = (pulumi.get_project(), pulumi.get_stack(), component.get_provider(_CALLER_IDENTITY))
    if key not in _asked:
        _asked[key] = _ask(component)
    return _asked[key]


def _ask(component: pulumi.Resource) -> Deployment:
    # Plain (not Output) answers: what decides access has to be known at preview.
    import pulumi_aws as aws  # noqa: PLC0415 -- half a second that a configured program need not pay

    options = pulumi.InvokeOptions(parent=component)
    return Deployment(
        project=pulumi.get_project(),
        stack=pulumi.get_stack(),
        account_id=aws.get_caller_identity(opts=options).account_id,
        region=aws.get_region(opts=options).region,
        partition=aws.get_partition(opts=options).partition,
    )
