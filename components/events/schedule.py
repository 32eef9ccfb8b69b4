"""A schedule that invokes a function."""

import pulumi
from pulumi_aws import scheduler

from components.core import arns, limits
from components.core.component import BulwarkComponent
from components.events.args import ScheduleArgs
from components.events.spec import ScheduleSpec
from components.events.waits import ready
from components.function.grants import INVOKE
from components.iam import Role, grant
from components.queue import send_to


class Schedule(BulwarkComponent):
    """Invokes a function at its times, and keeps what could not be delivered.

    Its role may do two things: invoke that function's alias, and send to the dead-letter queue.
    Scheduler assumes it only for this schedule, which is alone in its group: a role can be bound
    to a group, not to a schedule
    (https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html).

    Children: ``Role`` (two resources), ``aws.scheduler.ScheduleGroup``, ``aws.scheduler.Schedule``.

    Raises:
        SpecError: An expression, a time zone or a payload that Scheduler does not take.
        LimitError: A number, or a name, that Scheduler does not take.

    Example:
        >>> Schedule("nightly", {
        ...     "expression": "cron(0 2 * * ? *)", "function": dispatch.reference,
        ...     "dead_letter_queue": failed.reference,
        ... })
    """

    arn: pulumi.Output[str]
    """The schedule's ARN."""

    def __init__(
        self, name: str, args: ScheduleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args)
        place = self._deployment
        spec = ScheduleSpec.parse(name, args)
        physical_name = place.name(name, limits.SCHEDULE_NAME_LENGTH)
        target = args["function"]["alias_arn"]
        dead_letters = args["dead_letter_queue"]

        group = scheduler.ScheduleGroup(
            name, name=physical_name, opts=self._child(delete_before_replace=True)
        )
        role = Role(
            f"{name}-schedule",
            {
                "trust": {
                    "service": "scheduler.amazonaws.com",
                    "source_arn": arns.schedule_group(place, physical_name),
                },
                "grants": [grant(INVOKE, [target]), send_to(place, dead_letters)],
            },
            opts=self._child(),
        )
        schedule = scheduler.Schedule(
            name,
            name=physical_name,
            group_name=physical_name,
            schedule_expression=spec.expression,
            schedule_expression_timezone=spec.timezone,
            flexible_time_window=_window(spec.flexible_window_minutes),
            target=scheduler.ScheduleTargetArgs(
                arn=target,
                role_arn=role.arn,
                input=spec.payload,
                dead_letter_config=scheduler.ScheduleTargetDeadLetterConfigArgs(
                    arn=dead_letters["arn"]
                ),
                retry_policy=scheduler.ScheduleTargetRetryPolicyArgs(
                    maximum_retry_attempts=spec.retries,
                    maximum_event_age_in_seconds=spec.max_event_age_seconds,
                ),
            ),
            opts=self._child(
                delete_before_replace=True,
                depends_on=[group],
                after=ready(dead_letters, args["function"]),
            ),
        )
        self.arn = schedule.arn
        self.register_outputs({"arn": self.arn})


def _window(minutes: int | None) -> scheduler.ScheduleFlexibleTimeWindowArgs:
    if minutes is None:
        return scheduler.ScheduleFlexibleTimeWindowArgs(mode="OFF")
    return scheduler.ScheduleFlexibleTimeWindowArgs(
        mode="FLEXIBLE", maximum_window_in_minutes=minutes
    )
