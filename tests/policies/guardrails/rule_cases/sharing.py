"""What other accounts may use, services without a source, and what passes an endpoint."""

from tests.policies.guardrails.rule_cases.exposure import (
    ACCOUNT,
    IN_ORGANIZATION,
    given_to,
)
from tests.policies.guardrails.rule_cases.model import (
    UNKNOWN,
    Cases,
    Properties,
    Resource,
    one,
    policy,
)

QUEUE = "aws:sqs/queue:Queue"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
ENDPOINT_POLICY = "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"
EVERYTHING = given_to("*", "*")
OWN = {"StringEquals": {"aws:SourceAccount": "123456789012"}}
SNS = {"Service": "sns.amazonaws.com"}
OF_ACCOUNT = "arn:aws:iam::123456789012:role/audit"
BUCKET = "arn:aws:s3:::logs"


def queue_of(account_id: str | None, text: object) -> list[Resource]:
    return [one(QUEUE, {"policy": text}, account_id=account_id)]


def service(type_: str, action: str, bounds: list[object]) -> Cases:
    return Cases(
        type_,
        fails=[
            ({"policy": given_to(SNS, action)}, ["policy.Statement[0].Principal.Service[0]"]),
            (
                {
                    "policy": given_to(
                        SNS, action, Condition={"Bool": {"aws:SecureTransport": "true"}}
                    )
                },
                ["policy.Statement[0].Principal.Service[0]"],
            ),
        ],
        passes=[{"policy": given_to({"AWS": ACCOUNT}, action)}],
        near_misses=[
            {"policy": given_to(SNS, action, Effect="Deny")},
            *({"policy": given_to(SNS, action, Condition=bound)} for bound in bounds),
        ],
        undetermined=[({"policy": UNKNOWN}, "policy")],
    )


def endpoint(properties: Properties) -> list[Resource]:
    return [one(ENDPOINT, properties)]


def denial(**more: object) -> Properties:
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": BUCKET}
    return {"policy": policy({**statement, **more})}


CASES = {
    "kms-service-source": service(
        "aws:kms/key:Key",
        "kms:Decrypt",
        [
            OWN,
            {"StringEquals": {"kms:ViaService": "sqs.eu-central-1.amazonaws.com"}},
            {
                "ArnLike": {
                    "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:*:123456789012:log-group:*"
                }
            },
        ],
    ),
    "resource-policy-service-source": service(
        QUEUE,
        "sqs:SendMessage",
        [
            OWN,
            {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:123456789012:*"}},
            {"StringEquals": {"aws:SourceOrgID": "o-1234567890"}},
        ],
    ),
    "resource-policy-notresource": Cases(
        BUCKET_POLICY,
        fails=[
            (
                {
                    "policy": policy(
                        {
                            "Effect": "Allow",
                            "Principal": {"AWS": ACCOUNT},
                            "Action": "s3:GetObject",
                            "NotResource": f"{BUCKET}/secret/*",
                        }
                    )
                },
                ["policy.Statement[0].NotResource"],
            )
        ],
        passes=[{"policy": given_to({"AWS": ACCOUNT}, "s3:GetObject")}],
        near_misses=[
            {
                "policy": policy(
                    {
                        "Effect": "Deny",
                        "Principal": "*",
                        "Action": "s3:GetObject",
                        "NotResource": f"{BUCKET}/open/*",
                    }
                )
            }
        ],
        undetermined=[({"policy": UNKNOWN}, "policy")],
    ),
    "s3-policy-lockout": Cases(
        BUCKET_POLICY,
        fails=[
            (denial(), ["policy.Statement[0].Principal"]),
            (
                denial(Principal={"AWS": "*"}, Resource=[f"{BUCKET}/*", BUCKET]),
                ["policy.Statement[0].Principal.AWS[0]"],
            ),
        ],
        passes=[{"policy": given_to({"AWS": ACCOUNT}, "s3:GetObject")}],
        near_misses=[
            denial(Condition={"Bool": {"aws:SecureTransport": "false"}}),
            denial(Action="s3:DeleteObject", Resource=f"{BUCKET}/*"),
            denial(Resource=f"{BUCKET}/*"),
            denial(Action="s3:DeleteBucketPolicy"),
        ],
        undetermined=[({"policy": UNKNOWN}, "policy")],
    ),
    "resource-policy-cross-account": Cases(
        "",
        fails=[
            (
                queue_of("999999999999", given_to({"AWS": ACCOUNT}, "sqs:SendMessage")),
                ["policy.Statement[0].Principal.AWS[0]"],
            ),
            (
                queue_of(
                    "999999999999",
                    given_to({"AWS": OF_ACCOUNT}, "sqs:SendMessage"),
                ),
                ["policy.Statement[0].Principal.AWS[0]"],
            ),
        ],
        passes=[queue_of("123456789012", given_to({"AWS": ACCOUNT}, "sqs:SendMessage"))],
        near_misses=[
            queue_of(
                "999999999999",
                given_to({"AWS": ACCOUNT}, "sqs:SendMessage", Condition=IN_ORGANIZATION),
            ),
            queue_of("999999999999", given_to({"AWS": ACCOUNT}, "sqs:SendMessage", Effect="Deny")),
            queue_of(None, given_to(SNS, "sqs:SendMessage")),
            queue_of(None, given_to({"AWS": ACCOUNT}, "sqs:SendMessage")),
            queue_of("999999999999", given_to(SNS, "sqs:SendMessage")),
            queue_of("999999999999", "{"),
        ],
        undetermined=[
            (queue_of("999999999999", UNKNOWN), "policy"),
            (
                queue_of(None, given_to({"AWS": OF_ACCOUNT}, "sqs:SendMessage")),
                "provider.allowedAccountIds",
            ),
        ],
    ),
    "lambda-layer-public": Cases(
        "aws:lambda/layerVersionPermission:LayerVersionPermission",
        fails=[({"principal": "*"}, ["principal"])],
        passes=[{"principal": "123456789012"}],
        near_misses=[{"principal": "*", "organizationId": "o-1234567890"}],
        undetermined=[({"principal": UNKNOWN}, "principal")],
    ),
    "vpce-policy-open": Cases(
        "",
        fails=[
            (endpoint({"policy": EVERYTHING}), ["policy.Statement[0].Principal"]),
            (endpoint({}), ["policy"]),
            (
                [one(ENDPOINT_POLICY, {"policy": given_to({"AWS": "*"}, "s3:*")})],
                ["policy.Statement[0].Principal.AWS[0]"],
            ),
            (
                [one("aws:odb/network:Network", {"s3PolicyDocument": EVERYTHING})],
                ["s3PolicyDocument.Statement[0].Principal"],
            ),
        ],
        passes=[endpoint({"policy": given_to({"AWS": ACCOUNT}, "s3:GetObject")})],
        near_misses=[
            endpoint({"policy": given_to("*", "*", Condition=IN_ORGANIZATION)}),
            endpoint(
                {
                    "policy": given_to(
                        "*", "*", Condition={"StringEquals": {"aws:ResourceOrgID": "o-1234567890"}}
                    )
                }
            ),
            endpoint({"policy": given_to("*", "s3:GetObject", Resource=f"{BUCKET}/*")}),
            endpoint({"policy": given_to("*", "*", Effect="Deny")}),
            endpoint({"vpcEndpointType": "GatewayLoadBalancer"}),
            [
                one(ENDPOINT, {"id": "vpce-1"}),
                one(
                    ENDPOINT_POLICY,
                    {
                        "vpcEndpointId": "vpce-1",
                        "policy": given_to("*", "*", Condition=IN_ORGANIZATION),
                    },
                ),
            ],
        ],
        undetermined=[
            (endpoint({"policy": UNKNOWN}), "policy"),
            (
                [
                    one(ENDPOINT, {}),
                    one(
                        ENDPOINT_POLICY,
                        {
                            "vpcEndpointId": UNKNOWN,
                            "policy": given_to("*", "*", Condition=IN_ORGANIZATION),
                        },
                    ),
                ],
                "vpcEndpointId",
            ),
        ],
    ),
}
