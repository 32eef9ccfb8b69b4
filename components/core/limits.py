"""Limits of AWS, each with the page that states it."""

from typing import Final

# Lambda: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
LAMBDA_TIMEOUT_SECONDS: Final = range(1, 901)
LAMBDA_MEMORY_MB: Final = range(128, 10_241)
LAMBDA_ENVIRONMENT_BYTES: Final = 4 * 1024
LAMBDA_PACKAGE_ZIPPED_BYTES: Final = 50 * 1024**2
LAMBDA_PACKAGE_UNZIPPED_BYTES: Final = 250 * 1024**2
LAMBDA_NAME_LENGTH: Final = 64

# Lambda with SQS: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
SQS_VISIBILITY_TIMES_FUNCTION_TIMEOUT: Final = 6
SQS_BATCH_SIZE: Final = range(1, 10_001)
SQS_BATCH_SIZE_WITHOUT_WINDOW: Final = 10
SQS_FIFO_BATCH_SIZE: Final = 10
SQS_MAPPING_CONCURRENCY: Final = range(2, 1_001)
BATCH_WINDOW_SECONDS: Final = range(301)

# Lambda with DynamoDB streams: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
STREAM_BATCH_SIZE: Final = range(1, 10_001)
STREAM_RETRIES: Final = range(10_001)
STREAM_RECORD_AGE_SECONDS: Final = range(60, 604_801)

# Lambda's filters: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
FILTERS: Final = 5
FILTER_CHARACTERS: Final = 4_096

# SQS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
SQS_VISIBILITY_SECONDS: Final = range(43_201)
SQS_RETENTION_SECONDS: Final = range(60, 1_209_601)
SQS_RECEIVE_COUNT: Final = range(1, 1_001)
SQS_NAME_LENGTH: Final = 80

# SNS: https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
SNS_NAME_LENGTH: Final = 256

# EventBridge Scheduler: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
# and https://docs.aws.amazon.com/scheduler/latest/APIReference/API_FlexibleTimeWindow.html
SCHEDULE_NAME_LENGTH: Final = 64
SCHEDULE_RETRIES: Final = range(186)
SCHEDULE_EVENT_AGE_SECONDS: Final = range(60, 86_401)
SCHEDULE_WINDOW_MINUTES: Final = range(1, 1_441)

# DynamoDB: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
DYNAMODB_GLOBAL_INDEXES: Final = 20
DYNAMODB_NAME_LENGTH: Final = range(3, 256)
DYNAMODB_PROJECTED_ATTRIBUTES: Final = 100  # of all indexes; one in two of them counts twice
DYNAMODB_PITR_DAYS: Final = range(1, 36)

# API Gateway: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
API_INTEGRATION_TIMEOUT_SECONDS: Final = 29
API_RESOURCES: Final = 300
API_NAME_LENGTH: Final = 255  # a longer one is cut off where metrics name the API
API_THROTTLE_RATE: Final = range(1, 10_001)
API_THROTTLE_BURST: Final = range(1, 5_001)

# IAM: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
# Characters, white space not counted.
IAM_ROLE_POLICIES_CHARACTERS: Final = 10_240
IAM_TRUST_POLICY_CHARACTERS: Final = 2_048
IAM_ROLE_NAME_LENGTH: Final = 64

# KMS: https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
KMS_KEY_POLICY_BYTES: Final = 32 * 1024
KMS_DELETION_WINDOW_DAYS: Final = range(7, 31)
KMS_ROTATION_DAYS: Final = range(90, 2_561)

# Organizations: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
# The two limits of SCPs were raised in May 2026 (from 5,120 and 5); the stack's configuration may
# lower them for an organization that still has the old ones.
SCP_CHARACTERS: Final = 10_240
SCPS_PER_TARGET: Final = 10
ORGANIZATION_DEPTH: Final = 5
ORGANIZATION_NAME_LENGTH: Final = 128
ACCOUNT_NAME_LENGTH: Final = 50
ACCOUNT_EMAIL_LENGTH: Final = range(6, 65)

# CloudWatch Logs: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
LOG_RETENTION_DAYS: Final = frozenset(
    {1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731}
    | {1096, 1827, 2192, 2557, 2922, 3288, 3653}
)
