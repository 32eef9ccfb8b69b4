"""Accounts of an organization: what they are opened and closed with, and their root users."""

from collections.abc import Iterator
from typing import Final

from guardrails.demands import Demand, demand_rule, one_of
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.view import Resource

_ORGANIZATION: Final = "aws:organizations/organization:Organization"
_ACCOUNT: Final = "aws:organizations/account:Account"
_ROOT_FEATURES: Final = "aws:iam/organizationsFeatures:OrganizationsFeatures"

BILLING: Final = demand_rule(
    "org-account-billing",
    "Nobody in a new account sees its bills by IAM",
    Demand(
        (_ACCOUNT,),
        "iamUserAccessToBilling",
        one_of("DENY"),
        "Users and roles of the account may be given its bills and its payment methods: AWS's "
        "default.",
        "iam_user_access_to_billing='DENY'",
    ),
    category="least-privilege",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    why="Bills are read and paid in the management account; a member account needs none of it.",
    remediation="Set iam_user_access_to_billing='DENY', which only a new account can be given.",
    snippet="aws.organizations.Account(..., iam_user_access_to_billing='DENY')",
    own="No tool of the catalogue judges how an account is opened.",
)


@rule(
    "org-account-close",
    "Removing an account from the program does not close it",
    category="resilience",
    severity=Severity.HIGH,
    level=Level.ADVISORY,
    applies_to=[_ACCOUNT],
    why="A closed account is suspended with all that is in it, and gone after 90 days.",
    remediation="Leave close_on_deletion off, or protect the resource in Pulumi until the account "
    "is to be closed.",
    snippet="aws.organizations.Account(..., opts=pulumi.ResourceOptions(protect=True))",
    own="No tool of the catalogue judges how an account is opened.",
)
def account_close(account: Resource) -> Iterator[Result]:
    """A protected one is closed only by whoever lifts the protection first."""
    closes = account["closeOnDeletion"]
    if account.protect:
        return
    if closes.unknown:
        yield Undetermined(closes.path)
    elif closes.flag is True:
        yield Fail(
            "A removed line or a changed email closes the account with all that is in it.",
            closes.path,
            "close_on_deletion=False, or opts=pulumi.ResourceOptions(protect=True)",
        )


@rule(
    "org-root-access",
    "Member accounts have no root credentials of their own",
    category="least-privilege",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[_ORGANIZATION, _ROOT_FEATURES],
    why="A root user's password in every account is one more way into each that no policy of the "
    "account limits; the management account can do without them.",
    remediation="Declare iam.OrganizationsFeatures with RootCredentialsManagement and "
    "RootSessions, then delete the accounts' root credentials.",
    snippet="""aws.iam.OrganizationsFeatures(
    "root-access", enabled_features=["RootCredentialsManagement", "RootSessions"]
)""",
    equivalents=["prowler:iam_root_credentials_management_enabled"],
)
def root_access(graph: Graph) -> Iterator[Result]:
    """Root sessions are the way back into a bucket or queue whose policy shut everyone out.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html#id_root-user-access-management
    """
    declared = graph.of(_ROOT_FEATURES)
    for features in declared:
        enabled = features["enabledFeatures"]
        if enabled.unknown or any(one.unknown for one in enabled.items()):
            yield Undetermined(enabled.path, features.urn)
        elif "RootCredentialsManagement" not in {one.text for one in enabled.items()}:
            yield Fail(
                "The management of root credentials is not among the features, so every account "
                "keeps a root user that can sign in.",
                enabled.path,
                "enabled_features=['RootCredentialsManagement', 'RootSessions']",
                features.urn,
            )
    if declared:
        return
    for organization in graph.of(_ORGANIZATION):
        yield Fail(
            "Every account of the organization has a root user that can sign in: the stack does "
            "not declare that they are managed centrally.",
            "awsServiceAccessPrincipals",
            "aws.iam.OrganizationsFeatures(enabled_features=['RootCredentialsManagement', "
            "'RootSessions'])",
            organization.urn,
        )


RULES = (BILLING, account_close, root_access)
