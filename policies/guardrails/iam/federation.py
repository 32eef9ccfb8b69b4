"""Judges roles that identity providers hand out: OpenID Connect and SAML.

A provider that many organizations share signs tokens for all of them, so a claim has to say whose
a token is. Which claim that is, AWS lists for the providers that it knows:
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.iam import text, wildcard
from guardrails.iam.actions import fits
from guardrails.iam.findings import CRITICAL, MEDIUM, Finding, finding
from guardrails.iam.model import Condition, Principal, Statement

_WEB_IDENTITY: Final = "sts:AssumeRoleWithWebIdentity"
_SAML: Final = "sts:AssumeRoleWithSAML"
_GITHUB: Final = "token.actions.githubusercontent.com"
_EKS: Final = re.compile(r"oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/id/.+")
_OIDC_ARN: Final = re.compile(r"arn:aws[a-z-]*:iam::[0-9]*:oidc-provider/(.+)")
_SAML_ARN: Final = re.compile(r"arn:aws[a-z-]*:iam::[0-9]*:saml-provider/.+")

_SHARED: Final[Mapping[str, tuple[str, ...]]] = {
    "accounts.google.com": ("aud", "oaud", "sub"),
    "agent.buildkite.com": ("sub",),
    "api.pulumi.com/oidc": ("aud",),
    "app.terraform.io": ("sub",),
    "cognito-identity.amazonaws.com": ("aud",),
    "gitlab.com": ("sub",),
    "graph.facebook.com": ("app_id", "id"),
    "oidc-configuration.audit-log.githubusercontent.com": ("sub",),
    "oidc.codefresh.io": ("sub",),
    "oidc.vercel.com": ("aud",),
    "proidc.upbound.io": ("sub",),
    "scalr.io": ("sub",),
    "studio.datachain.ai/api": ("sub",),
    "tokens.cloud.shisho.dev": ("sub",),
    "vstoken.actions.githubusercontent.com": ("sub",),
    "www.amazon.com": ("app_id", "user_id"),
}
"""Providers that everybody can get a token of, and the claims of which one tells whose it is."""

# What besides the subject tells whose a workflow is; a branch or an actor does not.
_GITHUB_CLAIMS: Final = ("repository", "repository_id", "repository_owner_id", "job_workflow_ref")
_PRIVATE_CLAIMS: Final = ("aud", "sub")

_EQUAL: Final = ("stringequals", "stringequalsignorecase")

# "repo:acme/site:*", "organization:acme:*": a claim, a name, and what ends the name. A whole
# organization is accepted, as AWS does: who is in it is for the organization to say.
_NAMES_OWNER: Final = re.compile(r"[^:*?]+:[^:/*?]+[:/].*", re.DOTALL)
_NAMES_REPOSITORY_OWNER: Final = re.compile(r"[^/*?]+/.*", re.DOTALL)
_NAMES_NAMESPACE: Final = re.compile(r"system:serviceaccount:[^:*?]+:.+", re.DOTALL)


def judge(statement: Statement, principal: Principal) -> Iterator[Finding]:
    """What is wrong with the trust in one identity provider."""
    provider = _OIDC_ARN.fullmatch(principal.value)
    if _SAML_ARN.fullmatch(principal.value):
        if _lets(statement, _SAML):
            yield from _saml(statement, principal)
    elif _lets(statement, _WEB_IDENTITY):
        issuer = (provider[1] if provider else principal.value).lower()
        yield from _web_identity(statement, principal, issuer)


def _lets(statement: Statement, action: str) -> bool:
    if statement.not_actions:
        return not any(fits(pattern, action) for pattern in statement.not_actions)
    return any(fits(pattern, action) for pattern in statement.actions)


def _web_identity(statement: Statement, principal: Principal, issuer: str) -> Iterator[Finding]:
    if issuer == _GITHUB:
        yield from _github(statement, principal)
    elif issuer in _SHARED:
        yield from _shared(statement, principal, issuer)
    elif _EKS.fullmatch(issuer):
        if not _held(statement, f"{issuer}:sub", _NAMES_NAMESPACE):
            yield _loose(
                principal,
                "Every pod of the cluster can assume the role: no condition names a service "
                "account by the token's subject.",
                f'"StringEquals": {{"{_shown(issuer)}:sub": '
                '"system:serviceaccount:<namespace>:<name>"}',
            )
    elif not any(_held(statement, f"{issuer}:{claim}") for claim in _PRIVATE_CLAIMS):
        yield _loose(
            principal,
            f"Whoever gets a token of {_shown(issuer)}, for whatever it is meant, can assume the "
            "role: no condition names the token's audience or subject.",
            f'"StringEquals": {{"{_shown(issuer)}:aud": "<what the token is for>"}}',
        )


def _github(statement: Statement, principal: Principal) -> Iterator[Finding]:
    subject = f"{_GITHUB}:sub"
    if _held(statement, subject, _NAMES_OWNER) or any(
        _held(statement, f"{_GITHUB}:{claim}", _claim_form(claim)) for claim in _GITHUB_CLAIMS
    ):
        return
    loose = _condition(statement, subject)
    if loose is None:
        message = (
            "A workflow of any repository on GitHub, whosever it is, can assume the role: no "
            "condition names the token's subject."
        )
    else:
        values = [one for one in loose.values if not _has_form(one, _NAMES_OWNER)]
        message = (
            f"{text.names(values or loose.values)} holds to no owner of a repository, so workflows "
            "of strangers on GitHub can assume the role."
        )
    yield finding(
        "trust-oidc-github",
        loose.path if loose else principal.path,
        message,
        f'Add "StringLike": {{"{subject}": "repo:<owner>/<repository>:*"}}.',
    )


def _claim_form(claim: str) -> re.Pattern[str] | None:
    return None if claim.endswith("_id") else _NAMES_REPOSITORY_OWNER


def _shared(statement: Statement, principal: Principal, issuer: str) -> Iterator[Finding]:
    claims = _SHARED[issuer]
    for claim in claims:
        form = _NAMES_OWNER if claim == "sub" and len(claims) == 1 else None
        if _held(statement, f"{issuer}:{claim}", form):
            return
    loose = _condition(statement, f"{issuer}:{claims[0]}")
    yield _loose(
        principal,
        f"Every customer of {issuer} can get a token that assumes the role: no condition names "
        f"yours by {issuer}:{claims[0]}.",
        f'"StringEquals": {{"{issuer}:{claims[0]}": "..."}}',
        CRITICAL,
        loose,
    )


def _saml(statement: Statement, principal: Principal) -> Iterator[Finding]:
    held = (one for one in statement.conditions if one.key.lower().startswith("saml:"))
    if not any(_holds(one, None) for one in held):
        yield _loose(
            principal,
            "The provider's assertions for any other application are taken too: no condition "
            "names the audience.",
            '"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}',
            MEDIUM,
        )


def _loose(
    principal: Principal,
    message: str,
    condition: str,
    severity: str | None = None,
    at: Condition | None = None,
) -> Finding:
    path = at.path if at else principal.path
    return finding("trust-oidc-no-aud", path, message, f"Add {condition}.", severity)


def _held(statement: Statement, key: str, form: re.Pattern[str] | None = None) -> bool:
    """Whether a condition holds the claim to chosen values, each of the form."""
    return any(_holds(one, form) for one in statement.conditions if one.key.lower() == key)


def _holds(condition: Condition, form: re.Pattern[str] | None) -> bool:
    if condition.if_exists or condition.qualifier == "forallvalues":
        return False
    if condition.operator in _EQUAL:
        # Nothing is a wildcard there, and a token's claim has none.
        return all(condition.values)
    if condition.operator != "stringlike":
        return False
    if form is None:
        return not any(map(wildcard.is_star, condition.values))
    return all(_has_form(value, form) for value in condition.values)


def _has_form(value: str, form: re.Pattern[str]) -> bool:
    return not wildcard.has_wildcard(value) or form.fullmatch(value) is not None


def _condition(statement: Statement, key: str) -> Condition | None:
    return next((one for one in statement.conditions if one.key.lower() == key), None)


def _shown(issuer: str) -> str:
    return text.name(issuer)
