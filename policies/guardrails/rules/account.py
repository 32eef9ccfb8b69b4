"""What holds for an account as a whole."""

from collections.abc import Iterator
from typing import Final

from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.settings import whole_number
from guardrails.subjects.disk_defaults import ENCRYPTION_BY_DEFAULT
from guardrails.view import Resource

_PASSWORDS: Final = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy"
_ANALYZER: Final = "aws:accessanalyzer/analyzer:Analyzer"

# An organization does not make a stack a baseline: its analyzer belongs into the account to which
# the work is delegated, not into the management account.
_BASELINE: Final = (
    _PASSWORDS,
    "aws:cfg/recorder:Recorder",
    "aws:cloudtrail/trail:Trail",
    ENCRYPTION_BY_DEFAULT,
    "aws:guardduty/detector:Detector",
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    "aws:securityhub/account:Account",
)

_CLASSES: Final = {
    "requireLowercaseCharacters": "require_lowercase_characters",
    "requireNumbers": "require_numbers",
    "requireSymbols": "require_symbols",
    "requireUppercaseCharacters": "require_uppercase_characters",
}


@rule(
    "password-policy",
    "Passwords are long, mixed, not used again, and end",
    category="least-privilege",
    severity=Severity.MEDIUM,
    applies_to=[_PASSWORDS],
    why="A password that can be guessed, or that leaked years ago, opens the console.",
    remediation="Set minimum_password_length=14, every require_…=True, password_reuse_prevention="
    "24 and max_password_age=90.",
    snippet="aws.iam.AccountPasswordPolicy(\n"
    "    ...,\n"
    "    minimum_password_length=14,\n"
    "    password_reuse_prevention=24,\n"
    "    max_password_age=90,\n"
    "    require_lowercase_characters=True,  # and the other three classes\n"
    ")",
    equivalents=[
        *(f"CKV_AWS_{number}" for number in range(9, 16)),
        "FSBP:IAM.7",
        "trivy:AWS-0056",
        *(f"trivy:AWS-00{number}" for number in range(58, 64)),
        "prowler:iam_password_policy_minimum_length_14",
        "prowler:iam_password_policy_lowercase",
        "prowler:iam_password_policy_number",
        "prowler:iam_password_policy_symbol",
        "prowler:iam_password_policy_uppercase",
        "prowler:iam_password_policy_reuse_24",
        "prowler:iam_password_policy_expires_passwords_within_90_days_or_less",
    ],
    settings={
        "minimum_length": whole_number(14, 6, 128, "The fewest characters that pass."),
        "remembered": whole_number(24, 1, 24, "How many passwords may not be used again."),
        "maximum_days": whole_number(90, 1, 1095, "The longest that a password may live."),
    },
)
def password_policy(
    policy: Resource, minimum_length: int, remembered: int, maximum_days: int
) -> Iterator[Result]:
    """One violation names everything that is missing; AWS's defaults are 6 characters and no more.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html
    """
    length, reuse = policy["minimumPasswordLength"], policy["passwordReusePrevention"]
    age = policy["maxPasswordAge"]
    wanted = {
        f"minimum_password_length={minimum_length}": (
            length,
            (length.number or 0) >= minimum_length,
        ),
        **{
            f"{option}=True": (policy[name], policy[name].flag) for name, option in _CLASSES.items()
        },
        f"password_reuse_prevention={remembered}": (reuse, (reuse.number or 0) >= remembered),
        f"max_password_age={maximum_days}": (age, 0 < (age.number or 0) <= maximum_days),
    }
    yield from (Undetermined(view.path) for view, _ in wanted.values() if view.unknown)
    missing = [
        (option, view.path)
        for option, (view, holds) in wanted.items()
        if not holds and not view.unknown
    ]
    if missing:
        names = ", ".join(path for _, path in missing)
        yield Fail(
            f"Passwords are weaker than they should be, by {names}.",
            missing[0][1],
            ", ".join(option for option, _ in missing),
        )


@rule(
    "access-analyzer-on",
    "The baseline of an account has an access analyzer",
    category="least-privilege",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=_BASELINE,
    why="What is opened to the outside past the program is seen by an analyzer only.",
    remediation="Add aws.accessanalyzer.Analyzer(analyzer_name=..., type='ACCOUNT').",
    snippet='aws.accessanalyzer.Analyzer("access", analyzer_name="access", type="ACCOUNT")',
    equivalents=["trivy:AWS-0175", "prowler:accessanalyzer_enabled"],
)
def access_analyzer(graph: Graph) -> Iterator[Result]:
    """A stack that declares what an account has once is its baseline."""
    if graph.of(_ANALYZER):
        return
    first = graph.of(*_BASELINE)[0]
    yield Fail(
        "This stack is the baseline of an account and declares no access analyzer, which tells "
        "what is open to the outside.",
        "analyzerName",
        "aws.accessanalyzer.Analyzer(analyzer_name=<a name>, type='ACCOUNT')",
        first.urn,
    )


@rule(
    "ebs-default-on",
    "The baseline of an account encrypts new volumes by default",
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=_BASELINE,
    why="The account's default also reaches the volumes that consoles and services make.",
    remediation="Add aws.ebs.EncryptionByDefault.",
    snippet='aws.ebs.EncryptionByDefault("disks")',
    equivalents=["FSBP:EC2.7", "prowler:ec2_ebs_default_encryption"],
)
def disks_by_default(graph: Graph) -> Iterator[Result]:
    """One that is there and turned off is told by ``ebs-encrypt-default``."""
    if graph.of(ENCRYPTION_BY_DEFAULT):
        return
    first = graph.of(*_BASELINE)[0]
    yield Fail(
        "This stack is the baseline of an account and leaves new volumes in the clear where nobody "
        "thinks of it.",
        "enabled",
        "aws.ebs.EncryptionByDefault(<a name>)",
        first.urn,
    )


RULES = (password_policy, access_analyzer, disks_by_default)
