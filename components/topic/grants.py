"""Which actions each kind of access to a topic takes."""

from typing import Final

# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
PUBLISH: Final = ("sns:Publish",)

# https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
KEY_USE: Final = ("kms:Decrypt", "kms:GenerateDataKey")
