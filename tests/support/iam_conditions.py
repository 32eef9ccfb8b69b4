"""What conditions ask of a made-up request, and what its context says."""

from tests.support.iam_requests import OWN

Conditions = tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...]

TEAM = "aws:PrincipalTag/team"
MANY = frozenset({"aws:TagKeys", "aws:CalledVia"})
VALUES: dict[str, tuple[str, ...]] = {
    TEAM: ("alice", "red", "Red", "a*c", "a*c", ""),
    "aws:RequestTag/team": ("alice", "red", "abc"),
    "aws:TagKeys": ("team", "cost", "Team"),
    "aws:CalledVia": ("athena.amazonaws.com", "cloudformation.amazonaws.com"),
    "aws:MultiFactorAuthAge": ("0", "60", "3600", "12.5", "never"),
    "aws:CurrentTime": ("2026-01-01T00:00:00Z", "2026-06-01T12:30:00+02:00", "1767225600", "soon"),
    "aws:SecureTransport": ("true", "false", "True", "maybe"),
    "aws:SourceIp": ("10.1.2.3", "192.0.2.7", "2001:db8::1", "2001:db8:0:0::1"),
    "aws:SourceArn": (
        f"arn:aws:sns:eu-central-1:{OWN}:topic",
        f"arn:aws:s3:::bucket:{OWN}:topic",
        "topic",
    ),
    "binary:key": ("QmluYXJ5", "YWJj", "%"),
}
# Operators, the keys that they go with, and values.
CONDITIONS: Conditions = (
    (
        (
            *("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"),
            *("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
        ),
        ("aws:PrincipalTag/team", "AWS:requesttag/Team", "aws:TagKeys", "aws:CalledVia"),
        (
            *("alice", "red", "r*", "?????", "*", "team", "a${*}c", "a${*}c", "${aws:username}"),
            *("${aws:RequestTag/team}", "${aws:RequestTag/team, 'red'}", "*.amazonaws.com"),
            "${aws:TagKeys}",
        ),
    ),
    (
        (
            *("NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals"),
            *("NumericGreaterThan", "NumericGreaterThanEquals"),
        ),
        ("aws:MultiFactorAuthAge",),
        ("0", "60", "3600", "12.5", "60.0", "often"),
    ),
    (
        (
            *("DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals"),
            *("DateGreaterThan", "DateGreaterThanEquals"),
        ),
        ("aws:CurrentTime",),
        (
            *("2026-01-01T00:00:00Z", "2026-03-01", "2026-06-01T10:30:00Z", "1767225600"),
            *("1780309800", "later"),
        ),
    ),
    (("Bool",), ("aws:SecureTransport",), ("true", "false", "FALSE", "perhaps")),
    (("BinaryEquals",), ("binary:key",), ("QmluYXJ5", "YWJj", "%")),
    (
        ("IpAddress", "NotIpAddress"),
        ("aws:SourceIp",),
        ("10.0.0.0/8", "192.0.2.7", "192.0.2.0/24", "2001:db8::/32", "2001:DB8::1", "nowhere"),
    ),
    (
        ("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"),
        ("aws:SourceArn", "aws:PrincipalArn"),
        (
            f"arn:aws:sns:*:{OWN}:topic",
            f"arn:aws:iam::{OWN}:role/*",
            f"arn:aws:*:{OWN}:topic",
            "arn:aws:s3:::*",
            "arn:aws:iam::*",
            "*",
        ),
    ),
    (("Null",), ("aws:TagKeys", "aws:RequestTag/team", "aws:username"), ("true", "false")),
)

# On these the oracle and we agree: what is compared is how the policies work together.
PLAIN: Conditions = (
    (
        ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"),
        ("aws:RequestTag/team", "aws:PrincipalType"),
        ("alice", "red", "r*", "*", "User", "AssumedRole"),
    ),
    (("Bool",), ("aws:SecureTransport",), ("true", "false")),
    (("IpAddress", "NotIpAddress"), ("aws:SourceIp",), ("10.0.0.0/8", "2001:db8::/32")),
    (("Null",), ("aws:TagKeys", "aws:username"), ("true", "false")),
)
