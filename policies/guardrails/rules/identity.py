"""What identity policies allow; the IAM engine finds it, each rule reports one kind of finding."""

from collections.abc import Callable, Iterator, Sequence

from guardrails import access
from guardrails.documents import findings
from guardrails.iam.model import DocumentKind
from guardrails.model import Level, Result, Rule, Severity, rule
from guardrails.subjects.snippets import IDENTITY
from guardrails.view import Resource

_TYPES = tuple(access.IDENTITY_DOCUMENTS)


def _found(engine_rule: str) -> Callable[[Resource], Iterator[Result]]:
    def check(resource: Resource) -> Iterator[Result]:
        return findings(resource, DocumentKind.IDENTITY, engine_rule)

    return check


def _identity(  # noqa: PLR0913, PLR0917 -- one per column of the table below
    id_: str,
    title: str,
    severity: Severity,
    why: str,
    remediation: str,
    equivalents: Sequence[str],
    *,
    level: Level = Level.MANDATORY,
) -> Rule:
    return rule(
        id_,
        title,
        category="least-privilege",
        severity=severity,
        applies_to=_TYPES,
        why=why,
        remediation=remediation,
        equivalents=equivalents,
        level=level,
        snippet=IDENTITY[id_],
    )(_found(id_))


RULES = (
    _identity(
        "admin-star",
        "No policy allows everything on everything",
        Severity.CRITICAL,
        "Whoever holds it owns the account.",
        "List the actions that are used and the ARNs that they are used on.",
        [
            "CKV_AWS_62",
            "CKV_AWS_1",
            "CKV2_AWS_40",
            "FSBP:IAM.1",
            "cdk-nag:IAMPolicyNoStatementsWithAdminAccess",
            "cdk-nag:IAM5",
            "guard:iam-policy-no-statements-with-admin-access",
            "trivy:AWS-0057",
            "cfn_nag:F4",
            "cfn_nag:F5",
            "prowler:iam_customer_attached_policy_no_administrative_privileges",
            "prowler:iam_inline_policy_no_administrative_privileges",
        ],
    ),
    _identity(
        "action-star",
        "No policy allows every action",
        Severity.HIGH,
        "It reaches actions of services that nobody thought of, also those that AWS adds later.",
        "List the actions that are used.",
        [
            "CKV_AWS_63",
            "CKV_AWS_49",
            "cdk-nag:IAM5",
            "guard:iam-role-no-wildcard-actions-on-permissions",
            "cfn_nag:F3",
            "cfn_nag:F4",
            "cfn_nag:F5",
        ],
    ),
    _identity(
        "service-wildcard",
        "No policy allows a whole service",
        Severity.MEDIUM,
        "A whole service includes deleting its data and opening it to others.",
        "List the actions of the service that are used.",
        [
            "FSBP:IAM.21",
            "cdk-nag:IAMPolicyNoStatementsWithFullAccess",
            "cdk-nag:IAM5",
            "guard:iam-policy-no-statements-with-full-access",
            "cloudsplaining:ServiceWildcard",
            "trivy:AWS-0345",
        ],
    ),
    _identity(
        "full-iam",
        "No policy allows all of IAM",
        Severity.CRITICAL,
        "Whoever may change policies may give himself any permission.",
        "List the IAM actions that are used and the ARNs of the roles that they are used on.",
        ["CKV2_AWS_40", "CKV2_AWS_56", "cdk-nag:IAMPolicyNoStatementsWithFullAccess"],
    ),
    _identity(
        "kms-full",
        "No policy allows all of KMS",
        Severity.HIGH,
        "It includes deleting keys, and with them all that they encrypted.",
        "Allow kms:Decrypt and kms:GenerateDataKey, on the keys that are used.",
        [
            "prowler:iam_policy_no_full_access_to_kms",
            "prowler:iam_inline_policy_no_full_access_to_kms",
        ],
    ),
    _identity(
        "cloudtrail-full",
        "No policy allows all of CloudTrail",
        Severity.HIGH,
        "Whoever may stop the trail does the rest unseen.",
        "Allow to look things up: cloudtrail:LookupEvents, cloudtrail:GetTrailStatus.",
        [
            "prowler:iam_policy_no_full_access_to_cloudtrail",
            "prowler:iam_inline_policy_no_full_access_to_cloudtrail",
        ],
    ),
    _identity(
        "credentials-exposure",
        "Actions that hand out credentials name whose",
        Severity.HIGH,
        "Whoever may make keys for anyone goes on as anyone.",
        'Name the user: "arn:aws:iam::123456789012:user/${aws:username}".',
        ["CKV_AWS_287", "CKV_AWS_107", "cloudsplaining:CredentialsExposure"],
    ),
    _identity(
        "data-exfil",
        "Actions that give out stored data name what they read",
        Severity.HIGH,
        "Objects, secrets and parameters of everybody leave by one stolen session.",
        "Name the bucket, the secret or the parameter's path.",
        ["CKV_AWS_288", "CKV_AWS_108", "cloudsplaining:DataExfiltration"],
    ),
    _identity(
        "kms-decrypt-star",
        "Decryption names its keys",
        Severity.HIGH,
        "With every key encryption keeps nobody out.",
        "Name the key's ARN, or its alias in a condition on kms:ResourceAliases.",
        ["FSBP:KMS.1", "FSBP:KMS.2", "prowler:iam_policy_no_full_access_to_kms"],
    ),
    _identity(
        "permissions-mgmt-unconstrained",
        "Actions that change rights name whose",
        Severity.HIGH,
        "Whoever may write the policy of any resource opens it to the world.",
        "Name the resources whose policy may be changed.",
        ["CKV_AWS_289", "CKV_AWS_109", "cloudsplaining:ResourceExposure"],
    ),
    _identity(
        "write-unconstrained",
        "Actions that change something name what",
        Severity.HIGH,
        "A mistake changes or deletes what has nothing to do with the program.",
        "Name the ARNs, computed from account, region and name.",
        ["CKV_AWS_290", "CKV_AWS_111", "cloudsplaining:InfrastructureModification"],
    ),
    _identity(
        "marketplace-subscribe-star",
        "Nobody but buyers subscribes to products of the marketplace",
        Severity.LOW,
        "A subscription costs money, and AWS takes no product in Resource; who buys is a matter of "
        "the company, so this is an advice.",
        "Give the right to those who buy, for an approved list in a private marketplace.",
        ["prowler:iam_policy_no_wildcard_marketplace_subscribe"],
        level=Level.ADVISORY,
    ),
    _identity(
        "resource-star-restrictable",
        "Actions that can be limited to a resource are",
        Severity.MEDIUM,
        "With * the action works on every resource of the account, now and later.",
        "Name the ARNs, computed from account, region and name.",
        [
            "CKV_AWS_355",
            "CKV_AWS_356",
            "cdk-nag:IAM5",
            "guard:iam-policydocument-no-wildcard-resource",
            "trivy:AWS-0057",
            "parliament:RESOURCE_STAR",
            "cfn_nag:W11",
            "cfn_nag:W12",
            "cfn_nag:W13",
            "cfn-lint:I3510",
        ],
    ),
    _identity(
        "resource-effectively-star",
        "No ARN names every resource of its type",
        Severity.MEDIUM,
        "Such as table/*: it looks limited and is not.",
        "Name the resources that are used.",
        ["parliament:RESOURCE_EFFECTIVELY_STAR", "cdk-nag:IAM5"],
    ),
    _identity(
        "passrole-star",
        "iam:PassRole names the roles",
        Severity.HIGH,
        "Whoever may pass any role may act as the strongest of them, through a service.",
        "Name the role's ARN, and the service in iam:PassedToService.",
        [
            "guard:iam-policy-no-wildcard-resource-on-passrole",
            "guard:iam-role-no-wildcard-resource-on-passrole",
            "trivy:AWS-0342",
            "cfn_nag:F38",
            "cfn_nag:F39",
            "cfn_nag:F40",
        ],
    ),
    _identity(
        "passrole-notaction",
        "iam:PassRole is not allowed by exception",
        Severity.HIGH,
        "NotAction and NotResource allow passing roles without naming it.",
        "List actions and roles.",
        ["tenable:AC_AWS_0028", "tenable:AC_AWS_0040"],
    ),
    _identity(
        "assume-star",
        "sts:AssumeRole names the roles",
        Severity.HIGH,
        "It reaches every role of any account that trusts this one.",
        "Name the ARNs of the roles.",
        ["CKV_AWS_61", "prowler:iam_no_custom_policy_permissive_role_assumption"],
    ),
    _identity(
        "allow-notaction",
        "No policy allows all actions but some",
        Severity.HIGH,
        "It allows every action that nobody thought of, also those that AWS adds later.",
        "List the actions that are used, in Action.",
        [
            "guard:iam-role-or-policy-no-allow-plus-not-action",
            "cfn_nag:W15",
            "cfn_nag:W16",
            "cfn_nag:W17",
        ],
    ),
    _identity(
        "allow-notresource",
        "No policy allows all resources but some",
        Severity.MEDIUM,
        "It allows every resource that nobody thought of, also those of other accounts.",
        "List the ARNs that are used, in Resource.",
        [
            "guard:iam-role-or-policy-no-allow-plus-not-resource",
            "cfn_nag:W21",
            "cfn_nag:W22",
            "cfn_nag:W23",
        ],
    ),
)
