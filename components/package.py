"""Which components other languages get, and under which name."""

from typing import Final

import pulumi

from components.api import Api, ApiAccount
from components.events import QueueSource, Schedule, StreamSource
from components.function import Function
from components.iam import Role
from components.key import Key
from components.organization import AuditRole, Organization
from components.queue import DeadLetterQueue, Queue
from components.table import Table
from components.topic import Topic

NAME: Final = "bulwark"
VERSION: Final = "0.1.0"

COMPONENTS: Final[tuple[type[pulumi.ComponentResource], ...]] = (
    Api,
    ApiAccount,
    AuditRole,
    DeadLetterQueue,
    Function,
    Key,
    Organization,
    Queue,
    QueueSource,
    Role,
    Schedule,
    StreamSource,
    Table,
    Topic,
)
