"""The shapes of what AWS names, for whatever takes such a name."""

import re
from typing import Final

ACCOUNT_ID: Final = re.compile(r"\d{12}", re.ASCII)
ARN: Final = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]+:[^:]*:[^:]*:.+")
REGION: Final = re.compile(r"[a-z]{2}(-[a-z]+)+-\d", re.ASCII)

# https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
ROLE_NAME: Final = re.compile(r"[\w+=,.@-]{1,64}", re.ASCII)
ROLE_ARN: Final = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]+", re.ASCII)

EMAIL: Final = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")
