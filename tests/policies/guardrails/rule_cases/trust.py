"""Who may become a role."""

from tests.policies.guardrails.rule_cases.exposure import ACCOUNT, IN_ORGANIZATION
from tests.policies.guardrails.rule_cases.model import (
    UNKNOWN,
    Cases,
    Properties,
    Resource,
    one,
    policy,
)

ROLE = "aws:iam/role:Role"
GITHUB = "token.actions.githubusercontent.com"
AUDIT = "arn:aws:iam::123456789012:role/audit"
LAMBDA = {
    "Effect": "Allow",
    "Principal": {"Service": "lambda.amazonaws.com"},
    "Action": "sts:AssumeRole",
}


def trusts(principal: object, **more: object) -> Properties:
    return {"assumeRolePolicy": policy({**LAMBDA, "Principal": principal, **more})}


def acts(principal: object, **more: object) -> Properties:
    """A trust policy without ``Action``."""
    statement = {"Effect": "Allow", "Principal": principal, **more}
    return {"assumeRolePolicy": policy(statement)}


def federated(issuer: str, **conditions: object) -> Properties:
    provider = f"arn:aws:iam::123456789012:oidc-provider/{issuer}"
    return trusts(
        {"Federated": provider}, Action="sts:AssumeRoleWithWebIdentity", Condition=conditions
    )


def github(**conditions: object) -> Properties:
    return federated(GITHUB, **conditions)


def trust(*, fails: list[tuple[Properties, str]], near_misses: list[Properties]) -> Cases:
    return Cases(
        ROLE,
        fails=[(properties, [f"assumeRolePolicy.{path}"]) for properties, path in fails],
        passes=[{"assumeRolePolicy": policy(LAMBDA)}],
        near_misses=near_misses,
        undetermined=[({"assumeRolePolicy": UNKNOWN}, "assumeRolePolicy")],
    )


def foreign(properties: Properties) -> Resource:
    """A role in another account than the one that it trusts."""
    return one(ROLE, properties, account_id="999999999999")


CASES = {
    "trust-any-principal": trust(
        fails=[
            (trusts("*"), "Statement[0].Principal"),
            (trusts({"AWS": "*"}), "Statement[0].Principal.AWS[0]"),
        ],
        near_misses=[trusts("*", Condition=IN_ORGANIZATION), trusts("*", Effect="Deny")],
    ),
    "trust-any-with-condition": trust(
        fails=[
            (
                trusts("*", Condition={"StringLike": {"aws:PrincipalArn": "*"}}),
                "Statement[0].Principal",
            )
        ],
        near_misses=[trusts("*", Condition=IN_ORGANIZATION)],
    ),
    "trust-cross-account-root": Cases(
        ROLE,
        fails=[
            (
                [foreign(trusts({"AWS": ACCOUNT}))],
                ["assumeRolePolicy.Statement[0].Principal.AWS[0]"],
            )
        ],
        passes=[[foreign(trusts({"AWS": "arn:aws:iam::123456789012:role/audit"}))]],
        near_misses=[
            [
                foreign(
                    trusts(
                        {"AWS": ACCOUNT},
                        Condition={"StringEquals": {"sts:ExternalId": "f81d4fae7dec"}},
                    )
                )
            ],
            # The account's own root.
            [one(ROLE, trusts({"AWS": ACCOUNT}), account_id="123456789012")],
        ],
        undetermined=[({"assumeRolePolicy": UNKNOWN}, "assumeRolePolicy")],
    ),
    "trust-notprincipal": trust(
        fails=[
            (
                {
                    "assumeRolePolicy": policy(
                        {
                            "Effect": "Allow",
                            "NotPrincipal": {"AWS": ACCOUNT},
                            "Action": "sts:AssumeRole",
                        }
                    )
                },
                "Statement[0].NotPrincipal",
            )
        ],
        near_misses=[trusts({"AWS": "arn:aws:iam::123456789012:role/audit"})],
    ),
    "trust-notaction": trust(
        fails=[(acts({"AWS": AUDIT}, NotAction="sts:TagSession"), "Statement[0].NotAction")],
        near_misses=[acts("*", NotAction="sts:TagSession", Effect="Deny")],
    ),
    "trust-oidc-github": trust(
        fails=[
            (github(), "Statement[0].Principal.Federated[0]"),
            (
                github(StringLike={f"{GITHUB}:sub": "repo:*"}),
                f"Statement[0].Condition.StringLike.{GITHUB}:sub",
            ),
        ],
        near_misses=[
            github(StringLike={f"{GITHUB}:sub": "repo:acme/*"}),
            github(StringEquals={f"{GITHUB}:sub": "repo:acme/site:ref:refs/heads/main"}),
        ],
    ),
    "trust-oidc-no-aud": trust(
        fails=[(federated("accounts.example.com"), "Statement[0].Principal.Federated[0]")],
        near_misses=[
            federated("accounts.example.com", StringEquals={"accounts.example.com:aud": "site"})
        ],
    ),
    "trust-confused-deputy": trust(
        fails=[
            (
                trusts({"Service": ["lambda.amazonaws.com", "states.amazonaws.com"]}),
                "Statement[0].Principal.Service[1]",
            )
        ],
        near_misses=[
            trusts(
                {"Service": "states.amazonaws.com"},
                Condition={"StringEquals": {"aws:SourceAccount": "123456789012"}},
            )
        ],
    ),
    "session-duration-long": Cases(
        ROLE,
        fails=[({"maxSessionDuration": 14_401}, ["maxSessionDuration"])],
        passes=[{}],
        near_misses=[{"maxSessionDuration": 14_400}],
        undetermined=[({"maxSessionDuration": UNKNOWN}, "maxSessionDuration")],
    ),
}
