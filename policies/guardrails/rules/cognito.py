"""Cognito: user pools and identity pools."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import demand
from guardrails.demands import Demand, demand_rule, not_on, one_of
from guardrails.model import Fail, Level, Result, Severity, Undetermined, rule
from guardrails.resource_types import USER_POOL
from guardrails.settings import choice, whole_number
from guardrails.view import Resource, View

_IDENTITY_POOL: Final = "aws:cognito/identityPool:IdentityPool"

# https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
_SHORTEST, _LONGEST = 6, 99
_CLASSES: Final = {
    "requireLowercase": "require_lowercase",
    "requireNumbers": "require_numbers",
    "requireSymbols": "require_symbols",
    "requireUppercase": "require_uppercase",
}
_TEMPORARY_DAYS: Final = 7

guest = demand_rule(
    "cognito-guest",
    "Identity pools give no credentials to guests",
    Demand(
        (_IDENTITY_POOL,),
        "allowUnauthenticatedIdentities",
        not_on,
        "Anyone on the internet gets AWS credentials without signing in.",
        "allow_unauthenticated_identities=False",
    ),
    category="public-exposure",
    severity=Severity.HIGH,
    why="What the guest role may do, everyone may do.",
    remediation="Set allow_unauthenticated_identities=False.",
    snippet="aws.cognito.IdentityPool(..., allow_unauthenticated_identities=False)",
    equivalents=[
        "CKV_AWS_366",
        "FSBP:Cognito.2",
        "cdk-nag:COG7",
        "guard:cognito-allow-unauthenticated-identities-rule",
    ],
)


@rule(
    "cognito-mfa",
    "User pools ask for a second factor",
    category="public-exposure",
    severity=Severity.MEDIUM,
    applies_to=[USER_POOL],
    why="Passwords are guessed, shared and leaked; a second factor is what keeps others out.",
    remediation="Set mfa_configuration='ON' with a token of software.",
    snippet="aws.cognito.UserPool(..., mfa_configuration='ON',\n"
    "    software_token_mfa_configuration={'enabled': True})",
    equivalents=[
        "FSBP:Cognito.5",
        "cdk-nag:COG2",
        "guard:cognito-user-pool-mfa-configuration-rule",
    ],
    settings={"least": choice("ON", ["OPTIONAL", "ON"], "The least that a pool must ask.")},
)
def second_factor(pool: Resource, least: str) -> Iterator[Result]:
    """Off by default; with ``OPTIONAL`` each user decides, or threat protection by the risk.

    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html
    """
    mfa = pool["mfaConfiguration"]
    optional = mfa.text == "OPTIONAL"
    protection = pool["userPoolAddOns"]["advancedSecurityMode"]
    if optional and (least == "OPTIONAL" or protection.text == "ENFORCED"):
        return
    if optional and protection.unknown:
        yield Undetermined(protection.path)
        return
    yield from demand(
        mfa,
        mfa.text == "ON",
        f"Users {'may do without a' if optional else 'have no'} second factor: whoever has a "
        "password is in.",
        f"mfa_configuration='{least}', software_token_mfa_configuration={{'enabled': True}}",
    )


@rule(
    "cognito-password",
    "User pools ask for long and mixed passwords",
    category="public-exposure",
    severity=Severity.MEDIUM,
    applies_to=[USER_POOL],
    why="Short and simple passwords are guessed.",
    remediation="Leave password_policy out (AWS asks for 8 characters of every class then), or set "
    "its length and every require_*.",
    snippet="aws.cognito.UserPool(..., password_policy={'minimum_length': 12,\n"
    "    'require_lowercase': True, 'require_uppercase': True, 'require_numbers': True,\n"
    "    'require_symbols': True, 'temporary_password_validity_days': 1})",
    equivalents=["FSBP:Cognito.3", "cdk-nag:COG1"],
    settings={
        "minimum_length": whole_number(8, _SHORTEST, _LONGEST, "The least length of a password.")
    },
)
def passwords(pool: Resource, minimum_length: int) -> Iterator[Result]:
    """Without a policy AWS asks for 8 characters of every class; within one, classes are off."""
    policy = pool["passwordPolicy"]
    if policy.unknown:
        yield Undetermined(policy.path)
        return
    length, temporary = policy["minimumLength"], policy["temporaryPasswordValidityDays"]
    given = 8 if length.number is None else length.number
    yield from demand(
        length,
        given >= minimum_length,
        f"Passwords of {given:.0f} characters are taken; guessing them is a matter of time.",
        f"minimum_length={minimum_length}",
    )
    if policy.missing:
        return
    yield from _classes(policy)
    yield from demand(
        temporary,
        temporary.number is None or temporary.number <= _TEMPORARY_DAYS,
        "Temporary passwords, which go by mail, stay valid for more than a week.",
        f"temporary_password_validity_days={_TEMPORARY_DAYS}",
    )


def _classes(policy: View) -> Iterator[Result]:
    """All in one, for what mends them is one block."""
    views = {argument: policy[name] for name, argument in _CLASSES.items()}
    off = [name for name, view in views.items() if view.flag is not True and not view.unknown]
    unknown = next((view for view in views.values() if view.unknown), None)
    if off:
        fix = ", ".join(f"{argument}=True" for argument in off)
        message = "Passwords of few kinds of characters are taken, and soon guessed."
        yield Fail(message, views[off[0]].path, fix)
    elif unknown:
        yield Undetermined(unknown.path)


threat = demand_rule(
    "cognito-threat",
    "User pools refuse risky sign-ins",
    Demand(
        (USER_POOL,),
        "userPoolAddOns.advancedSecurityMode",
        one_of("ENFORCED"),
        "Sign-ins with leaked passwords and from unusual places pass unhindered.",
        "user_pool_add_ons={'advanced_security_mode': 'ENFORCED'}, user_pool_tier='PLUS'",
    ),
    category="public-exposure",
    severity=Severity.MEDIUM,
    # It asks for the plan Plus, which is paid per user.
    level=Level.ADVISORY,
    why="Leaked passwords are tried everywhere; Cognito knows many of them.",
    remediation="Set user_pool_add_ons with advanced_security_mode='ENFORCED'.",
    snippet="aws.cognito.UserPool(..., user_pool_tier='PLUS',\n"
    "    user_pool_add_ons={'advanced_security_mode': 'ENFORCED'})",
    equivalents=["FSBP:Cognito.1", "cdk-nag:COG8"],
)

RULES = (guest, second_factor, passwords, threat)
