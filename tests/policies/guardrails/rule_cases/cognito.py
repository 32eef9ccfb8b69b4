"""User pools, identity pools and AppSync APIs."""

from tests.policies.guardrails.rule_cases.model import (
    UNKNOWN,
    Cases,
    Properties,
    Resource,
    one,
)

USER_POOL = "aws:cognito/userPool:UserPool"
IDENTITY_POOL = "aws:cognito/identityPool:IdentityPool"
GRAPHQL = "aws:appsync/graphQLApi:GraphQLApi"
EVENTS = "aws:appsync/api:Api"
CACHE = "aws:appsync/apiCache:ApiCache"
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"

EVERY_CLASS = {
    "requireLowercase": True,
    "requireNumbers": True,
    "requireSymbols": True,
    "requireUppercase": True,
}


def password(**policy: object) -> Properties:
    return {"passwordPolicy": {**EVERY_CLASS, "minimumLength": 8, **policy}}


def graphql(**properties: object) -> Resource:
    """A private API in order, with ``properties`` in place of its own."""
    in_order = {
        "authenticationType": "AWS_IAM",
        "visibility": "PRIVATE",
        "xrayEnabled": True,
        "logConfig": {"fieldLogLevel": "ERROR", "excludeVerboseContent": True},
    }
    return one(GRAPHQL, {**in_order, **properties}, "graphql")


def events(auth: object, level: object) -> Resource:
    config = {"authProviders": [{"authType": auth}], "logConfig": {"logLevel": level}}
    return one(EVENTS, {"eventConfig": config})


PUBLIC = graphql(visibility="GLOBAL")
GUARD = one(ASSOCIATION, {"resourceArn": UNKNOWN}, depends={"resourceArn": [PUBLIC.urn]})

CASES = {
    "cognito-guest": Cases(
        IDENTITY_POOL,
        fails=[({"allowUnauthenticatedIdentities": True}, ["allowUnauthenticatedIdentities"])],
        passes=[{"allowUnauthenticatedIdentities": False}],
        near_misses=[{}],
        undetermined=[
            ({"allowUnauthenticatedIdentities": UNKNOWN}, "allowUnauthenticatedIdentities")
        ],
    ),
    "cognito-mfa": Cases(
        USER_POOL,
        fails=[
            ({}, ["mfaConfiguration"]),
            ({"mfaConfiguration": "OFF"}, ["mfaConfiguration"]),
            ({"mfaConfiguration": "OPTIONAL"}, ["mfaConfiguration"]),
        ],
        passes=[{"mfaConfiguration": "ON"}],
        near_misses=[
            # Who takes a risk is asked then.
            {
                "mfaConfiguration": "OPTIONAL",
                "userPoolAddOns": {"advancedSecurityMode": "ENFORCED"},
            }
        ],
        undetermined=[
            ({"mfaConfiguration": UNKNOWN}, "mfaConfiguration"),
            ({"mfaConfiguration": "OPTIONAL", "userPoolAddOns": UNKNOWN}, "userPoolAddOns"),
        ],
    ),
    "cognito-password": Cases(
        USER_POOL,
        fails=[
            (password(minimumLength=7), ["passwordPolicy.minimumLength"]),
            # What a policy does not ask for is not asked for.
            ({"passwordPolicy": {"minimumLength": 20}}, ["passwordPolicy.requireLowercase"]),
            (password(requireSymbols=False), ["passwordPolicy.requireSymbols"]),
            (
                password(temporaryPasswordValidityDays=30),
                ["passwordPolicy.temporaryPasswordValidityDays"],
            ),
        ],
        passes=[password(), password(minimumLength=16, temporaryPasswordValidityDays=7)],
        near_misses=[
            # Without any policy AWS's own holds.
            {},
            {"passwordPolicy": EVERY_CLASS},
        ],
        undetermined=[
            ({"passwordPolicy": UNKNOWN}, "passwordPolicy"),
            (password(minimumLength=UNKNOWN), "passwordPolicy.minimumLength"),
            (password(requireNumbers=UNKNOWN), "passwordPolicy.requireNumbers"),
        ],
    ),
    "cognito-threat": Cases(
        USER_POOL,
        fails=[
            ({}, ["userPoolAddOns.advancedSecurityMode"]),
            (
                {"userPoolAddOns": {"advancedSecurityMode": "AUDIT"}},
                ["userPoolAddOns.advancedSecurityMode"],
            ),
        ],
        passes=[{"userPoolAddOns": {"advancedSecurityMode": "ENFORCED"}}],
        near_misses=[{"userPoolAddOns": [{"advancedSecurityMode": "ENFORCED"}]}],
        undetermined=[({"userPoolAddOns": UNKNOWN}, "userPoolAddOns")],
    ),
    "appsync-auth-waf-log": Cases(
        "",
        fails=[
            ([graphql(authenticationType="API_KEY")], ["authenticationType"]),
            (
                [graphql(additionalAuthenticationProviders=[{"authenticationType": "API_KEY"}])],
                ["additionalAuthenticationProviders[0].authenticationType"],
            ),
            ([graphql(xrayEnabled=None)], ["xrayEnabled"]),
            ([graphql(logConfig=None)], ["logConfig.fieldLogLevel"]),
            (
                [graphql(logConfig={"fieldLogLevel": "ALL"})],
                ["logConfig.excludeVerboseContent"],
            ),
            ([PUBLIC], ["arn"]),
            (
                [events("API_KEY", "ERROR")],
                ["eventConfig.authProviders[0].authType"],
            ),
            ([events("AWS_IAM", "NONE")], ["eventConfig.logConfig.logLevel"]),
            ([one(CACHE, {"atRestEncryptionEnabled": False})], ["atRestEncryptionEnabled"]),
            ([one(CACHE, {"transitEncryptionEnabled": False})], ["transitEncryptionEnabled"]),
        ],
        passes=[[graphql()], [PUBLIC, GUARD], [events("AWS_IAM", "INFO")]],
        near_misses=[
            [graphql(additionalAuthenticationProviders=[{"authenticationType": "AWS_LAMBDA"}])],
            # AWS encrypts caches by itself.
            [one(CACHE, {"type": "SMALL"})],
        ],
        undetermined=[
            ([graphql(authenticationType=UNKNOWN)], "authenticationType"),
            ([graphql(visibility=UNKNOWN)], "visibility"),
            ([graphql(logConfig=UNKNOWN)], "logConfig"),
            ([PUBLIC, one(ASSOCIATION, {"resourceArn": UNKNOWN})], "resourceArn"),
        ],
    ),
}
