"""Messages in batches, of which some entries may fail while others arrive."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError, ClientError

from findings.request import AuditRequest

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
BATCH_SIZE: Final = 10
# Seconds before each further attempt. The schedule's own retry is the long wait.
PAUSES: Final = (0.1, 0.3, 0.9)

logger = Logger(child=True)


class UnsentError(Exception):
    """Some accounts will not be audited unless the dispatch is run again."""

    def __init__(self, accounts: Sequence[str]) -> None:
        super().__init__(
            f"No message was accepted for {len(accounts)} accounts: {', '.join(accounts)}"
        )
        self.accounts = tuple(accounts)


def send(
    sqs: "SQSClient",
    queue_url: str,
    requests: Iterable[AuditRequest],
    *,
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Send every request and return how many there were.

    Raises:
        UnsentError: Some entries still failed at the last attempt; all others were sent.
    """
    sent = 0
    unsent: list[str] = []
    for batch in _batches(requests):
        left = _send_batch(sqs, queue_url, batch, sleep)
        sent += len(batch) - len(left)
        unsent += left
    if unsent:
        raise UnsentError(unsent)
    return sent


def _send_batch(
    sqs: "SQSClient",
    queue_url: str,
    batch: Sequence[AuditRequest],
    sleep: Callable[[float], None],
) -> list[str]:
    """Return the accounts of the entries that could not be sent."""
    left = {request.account_id: request for request in batch}
    hopeless: list[str] = []
    for pause in (*PAUSES, None):
        try:
            answer = sqs.send_message_batch(
                QueueUrl=queue_url,
                Entries=[{"Id": id_, "MessageBody": left[id_].body()} for id_ in left],
            )
        except (BotoCoreError, ClientError):
            # The client has retried what a retry can mend.
            logger.exception("A batch was not accepted")
            return [*hopeless, *left]
        for entry in answer.get("Successful", []):
            left.pop(entry["Id"], None)
        for entry in answer.get("Failed", []):
            logger.warning("A message was not accepted", extra={"entry": entry})
            if entry["SenderFault"] and left.pop(entry["Id"], None):
                hopeless.append(entry["Id"])
        if not left or pause is None:
            break
        sleep(pause)
    return [*hopeless, *left]


def _batches(requests: Iterable[AuditRequest]) -> Iterator[list[AuditRequest]]:
    remaining = iter(requests)
    while batch := list(islice(remaining, BATCH_SIZE)):
        yield batch
