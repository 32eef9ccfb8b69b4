"""The resource types that several rules are about."""

from typing import Final

TABLE: Final = "aws:dynamodb/table:Table"
TABLE_REPLICA: Final = "aws:dynamodb/tableReplica:TableReplica"
QUEUE: Final = "aws:sqs/queue:Queue"
QUEUE_POLICY: Final = "aws:sqs/queuePolicy:QueuePolicy"
QUEUE_REDRIVE: Final = "aws:sqs/redrivePolicy:RedrivePolicy"
TOPIC: Final = "aws:sns/topic:Topic"
TOPIC_POLICY: Final = "aws:sns/topicPolicy:TopicPolicy"
KEY: Final = "aws:kms/key:Key"
KEY_POLICY: Final = "aws:kms/keyPolicy:KeyPolicy"
SECRET: Final = "aws:secretsmanager/secret:Secret"  # noqa: S105 -- a type, no password
LOG_GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"
STREAM: Final = "aws:kinesis/stream:Stream"
FUNCTION: Final = "aws:lambda/function:Function"
PERMISSION: Final = "aws:lambda/permission:Permission"
ALIAS: Final = "aws:lambda/alias:Alias"
EVENT_SOURCE: Final = "aws:lambda/eventSourceMapping:EventSourceMapping"
STATE_MACHINE: Final = "aws:sfn/stateMachine:StateMachine"
ROLE: Final = "aws:iam/role:Role"
USER: Final = "aws:iam/user:User"
GROUP: Final = "aws:iam/group:Group"
POLICY: Final = "aws:iam/policy:Policy"
REST_API: Final = "aws:apigateway/restApi:RestApi"
HTTP_API: Final = "aws:apigatewayv2/api:Api"

# Version 7 of the provider calls `Bucket` what version 6 called `BucketV2`; programs have both.
BUCKETS: Final = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
BUCKET_POLICY: Final = "aws:s3/bucketPolicy:BucketPolicy"
BUCKET_BLOCK: Final = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
OBJECTS: Final = (
    "aws:s3/bucketObject:BucketObject",
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:s3/objectCopy:ObjectCopy",
)
BUCKET_ENCRYPTION: Final = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
)
REST_STAGE: Final = "aws:apigateway/stage:Stage"
HTTP_STAGE: Final = "aws:apigatewayv2/stage:Stage"
GRAPHQL_API: Final = "aws:appsync/graphQLApi:GraphQLApi"
USER_POOL: Final = "aws:cognito/userPool:UserPool"
LOAD_BALANCERS: Final = (
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:alb/loadBalancer:LoadBalancer",
)
DISTRIBUTION: Final = "aws:cloudfront/distribution:Distribution"

# The names under which older programs and their states have types that rules are about.
_OLDER: Final = {
    "aws:applicationloadbalancing/listener:Listener": "aws:alb/listener:Listener",
    "aws:applicationloadbalancing/listenerRule:ListenerRule": "aws:alb/listenerRule:ListenerRule",
    "aws:applicationloadbalancing/loadBalancer:LoadBalancer": "aws:alb/loadBalancer:LoadBalancer",
    "aws:applicationloadbalancing/targetGroup:TargetGroup": "aws:alb/targetGroup:TargetGroup",
    "aws:elasticloadbalancing/loadBalancer:LoadBalancer": "aws:elb/loadBalancer:LoadBalancer",
    "aws:elasticloadbalancing/loadBalancerPolicy:LoadBalancerPolicy": (
        "aws:elb/loadBalancerPolicy:LoadBalancerPolicy"
    ),
    "aws:elasticloadbalancing/sslNegotiationPolicy:SslNegotiationPolicy": (
        "aws:elb/sslNegotiationPolicy:SslNegotiationPolicy"
    ),
    "aws:elasticloadbalancingv2/listener:Listener": "aws:lb/listener:Listener",
    "aws:elasticloadbalancingv2/listenerRule:ListenerRule": "aws:lb/listenerRule:ListenerRule",
    "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer": "aws:lb/loadBalancer:LoadBalancer",
    "aws:elasticloadbalancingv2/targetGroup:TargetGroup": "aws:lb/targetGroup:TargetGroup",
    "aws:s3/BucketObject:BucketObject": OBJECTS[1],
}


def current(type_: str) -> str:
    """The name under which rules know a type that was called otherwise."""
    return _OLDER.get(type_, type_)
