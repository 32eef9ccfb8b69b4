"""KMS keys and grants; what their policies say is in ``resource_policies``."""

from collections.abc import Iterator

from guardrails.answers import demand, sets
from guardrails.demands import Demand, demand_rule, not_on
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import KEY, KEY_POLICY
from guardrails.settings import whole_number
from guardrails.view import Resource

_KEYS = (
    KEY,
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
)
# The operations that give plain text; without a context the grantee may use them on all of it.
_READS = ("Decrypt", "ReEncryptFrom", "GenerateDataKey", "GenerateDataKeyPair")

_SYMMETRIC = "SYMMETRIC_DEFAULT"
_LONGEST_WINDOW_DAYS = 30


@rule(
    "kms-rotation",
    "Symmetric keys are rotated",
    category="encryption-at-rest",
    severity=Severity.MEDIUM,
    applies_to=[KEY],
    why="Rotation bounds how much data one piece of key material protects.",
    remediation="Set enable_key_rotation=True; AWS cannot rotate asymmetric keys.",
    snippet="aws.kms.Key(..., enable_key_rotation=True)",
    equivalents=[
        "CKV_AWS_7",
        "FSBP:KMS.4",
        "cdk-nag:KMS5",
        "AWSGuard:cmkBackingKeyRotationEnabled",
        "trivy:AWS-0065",
        "guard:cmk-backing-key-rotation-enabled",
        "pulumi-compliance:aws-kms-key-enable-key-rotation",
        "cfn_nag:F19",
    ],
    remedy=sets({"enableKeyRotation": True}),
)
def rotation(key: Resource) -> Iterator[Result]:
    """AWS rotates only symmetric encryption keys whose material it made."""
    spec, usage, store = (
        key["customerMasterKeySpec"],
        key["keyUsage"],
        key["customKeyStoreId"],
    )
    if spec.unknown or usage.unknown:
        yield Undetermined(spec.path if spec.unknown else usage.path)
        return
    asymmetric = spec.text not in ("", _SYMMETRIC) or usage.text not in ("", "ENCRYPT_DECRYPT")
    if asymmetric or not store.missing:
        return
    enabled = key["enableKeyRotation"]
    yield from demand(
        enabled,
        enabled.flag is True,
        "Rotation is off, so one piece of key material protects all data for ever.",
        "enable_key_rotation=True",
    )


@rule(
    "kms-enabled",
    "Keys are enabled, and a deletion can be taken back for 30 days",
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    applies_to=_KEYS,
    why="What a deleted key encrypted is lost; the window is the only time to notice.",
    remediation="Leave is_enabled at True and deletion_window_in_days at 30.",
    snippet="aws.kms.Key(..., is_enabled=True, deletion_window_in_days=30)",
    equivalents=["CKV_AWS_227", "FSBP:KMS.3", "guard:kms-cmk-not-scheduled-for-deletion"],
    settings={
        "minimum_window_days": whole_number(
            _LONGEST_WINDOW_DAYS, 7, _LONGEST_WINDOW_DAYS, "The shortest deletion window."
        )
    },
)
def enabled_and_recoverable(key: Resource, minimum_window_days: int) -> Iterator[Result]:
    """AWS's default window is the longest, 30 days."""
    enabled = key["isEnabled" if key.type == KEY else "enabled"]
    yield from demand(
        enabled,
        enabled.flag is not False,
        "The key is disabled: whatever it encrypts cannot be read.",
        "is_enabled=True" if key.type == KEY else "enabled=True",
    )
    window = key["deletionWindowInDays"]
    days = window.number
    if window.unknown:
        yield Undetermined(window.path)
    elif days is not None and days < minimum_window_days:
        yield Fail(
            f"A deleted key can be had back for {window.shown()} days only, and everything that "
            "it encrypted is lost with it.",
            window.path,
            f"deletion_window_in_days={minimum_window_days}",
        )


@rule(
    "kms-policy-defined",
    "Keys have a policy of their own",
    category="least-privilege",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=_KEYS,
    why="AWS's default policy leaves the key to whatever IAM policies of the account allow.",
    remediation="Give the key a policy that names who administers it and who uses it.",
    snippet="aws.kms.Key(..., policy=json.dumps(key_policy))",
    equivalents=["CKV2_AWS_64"],
)
def policy_defined(graph: Graph) -> Iterator[Result]:
    """The key's own policy or its ``KeyPolicy``; an unknown one is one."""
    for key in graph.of(*_KEYS):
        if not key["policy"].missing:
            continue
        attached = graph.attached(key, [KEY_POLICY], "keyId", _KEYS)
        if attached.found:
            continue
        if attached.maybe:
            holder, path = attached.maybe[0]
            yield Undetermined(path, holder.urn)
        else:
            yield Fail(
                "The key has AWS's default policy: any IAM policy of the account can allow its "
                "use.",
                "policy",
                "policy=json.dumps(...), with the key's administrators and users",
                key.urn,
            )


lockout_bypass = demand_rule(
    "kms-lockout-bypass",
    "No key's policy skips the check against locking everyone out",
    Demand(
        (*_KEYS, KEY_POLICY),
        "bypassPolicyLockoutSafetyCheck",
        not_on,
        "KMS takes a policy that nobody can change any more: only AWS's support mends that.",
        "bypass_policy_lockout_safety_check=False",
        mended=False,
    ),
    category="least-privilege",
    severity=Severity.MEDIUM,
    why="With the check off, one faulty policy makes a key, and all that it encrypts, "
    "unmanageable for good.",
    remediation="Leave bypass_policy_lockout_safety_check out.",
    snippet="aws.kms.Key(..., bypass_policy_lockout_safety_check=False)",
    equivalents=["pulumi-compliance:aws-kms-key-disallow-bypass-policy-lockout-safety-check"],
)


@rule(
    "kms-grant-wide",
    "Grants of keys are for one principal, for data of one context, and cannot be handed on",
    category="least-privilege",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    applies_to=["aws:kms/grant:Grant"],
    why="A grant is a permission that no policy shows, and it lasts until somebody retires it.",
    remediation="Name a role, only the operations that it needs, and the encryption context of "
    "its data.",
    snippet="""aws.kms.Grant(
    ...,
    grantee_principal=role.arn,
    operations=["Decrypt"],
    constraints=[{"encryption_context_equals": {"tenant": "a"}}],
)""",
    own="No tool of the catalogue looks into grants.",
)
def grant_wide(grant: Resource) -> Iterator[Result]:
    """``CreateGrant`` is how a grantee hands the key on."""
    grantee, operations = grant["granteePrincipal"], grant["operations"]
    yield from demand(
        grantee,
        grantee.text != "*" and not grantee.text.endswith(":root"),
        f"The grant is for everyone in {grantee.shown()}, not for one role.",
        "grantee_principal=role.arn",
    )
    reads: list[str] = []
    for operation in operations.items():
        yield from demand(
            operation,
            operation.text != "CreateGrant",
            "Who has the grant can hand it on to others by CreateGrant.",
            "operations without 'CreateGrant'",
        )
        if operation.text in _READS:
            reads.append(operation.text)
    if grant["constraints"].missing and reads:
        yield Fail(
            f"The grant allows {' and '.join(reads)} on all that the key encrypts, in any "
            "encryption context.",
            "constraints",
            "constraints=[{'encryption_context_equals': {...}}]",
        )


RULES = (
    rotation,
    enabled_and_recoverable,
    policy_defined,
    lockout_bypass,
    grant_wide,
)
