"""Which actions each kind of access to a table takes."""

from typing import Final

# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
GET: Final = ("dynamodb:GetItem",)
BATCH_GET: Final = ("dynamodb:BatchGetItem",)
QUERY: Final = ("dynamodb:Query",)
PUT: Final = ("dynamodb:PutItem",)
UPDATE: Final = ("dynamodb:UpdateItem",)
DELETE: Final = ("dynamodb:DeleteItem",)
READ_STREAM: Final = (
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
)
# AWS offers no resource for it, and Lambda asks for it all the same:
# https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
LIST_STREAMS: Final = ("dynamodb:ListStreams",)

# What a caller needs on the customer-managed key, by way of DynamoDB:
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
KEY_USE: Final = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey")
