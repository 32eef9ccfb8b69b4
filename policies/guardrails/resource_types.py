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
