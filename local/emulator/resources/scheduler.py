"""EventBridge Scheduler: https://docs.aws.amazon.com/scheduler/latest/APIReference/."""

from collections.abc import Mapping
from typing import Any, ClassVar

from local.emulator.resources.base import Aws, Inputs, Made, ResourceType, chosen, pascal

_SCHEDULE = {
    "scheduleExpression": "ScheduleExpression",
    "scheduleExpressionTimezone": "ScheduleExpressionTimezone",
    "state": "State",
    "description": "Description",
    "startDate": "StartDate",
    "endDate": "EndDate",
    "kmsKeyArn": "KmsKeyArn",
    "actionAfterCompletion": "ActionAfterCompletion",
}


class ScheduleGroup(ResourceType):
    """A group of schedules."""

    pulumi_type = "aws:scheduler/scheduleGroup:ScheduleGroup"

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        scheduler = aws.client("scheduler")
        group = aws.name(inputs)
        arn = scheduler.create_schedule_group(Name=group, Tags=aws.tag_list(inputs))[
            "ScheduleGroupArn"
        ]
        made = scheduler.get_schedule_group(Name=group)
        return Made(
            group,
            {
                "name": group,
                "arn": arn,
                "state": made["State"],
                "creationDate": made["CreationDate"].isoformat(),
                "lastModificationDate": made["LastModificationDate"].isoformat(),
            },
        )

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        found = aws.client("scheduler").get_schedule_group(Name=made_id)
        return {"name": made_id, "arn": found["Arn"], "state": found["State"]}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("scheduler").delete_schedule_group(Name=made_id)


class Schedule(ResourceType):
    """A schedule."""

    pulumi_type = "aws:scheduler/schedule:Schedule"
    replaced_by: ClassVar[frozenset[str]] = frozenset({"name", "namePrefix", "groupName"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        schedule = aws.name(inputs)
        group = inputs.get("groupName", "default")
        arn = aws.client("scheduler").create_schedule(
            Name=schedule, GroupName=group, **_schedule(inputs)
        )["ScheduleArn"]
        return Made(f"{group}/{schedule}", {"name": schedule, "groupName": group, "arn": arn})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        found = aws.client("scheduler").get_schedule(**_names(made_id))
        told = {ours: found.get(theirs) for ours, theirs in _SCHEDULE.items() if "Date" not in ours}
        return {"name": found["Name"], "groupName": found["GroupName"], **told}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        aws.client("scheduler").update_schedule(**_names(made_id), **_schedule(new))
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("scheduler").delete_schedule(**_names(made_id))


def _schedule(inputs: Inputs) -> dict[str, Any]:
    return {
        "FlexibleTimeWindow": pascal(inputs["flexibleTimeWindow"]),
        "Target": pascal(inputs["target"]),
        **chosen(inputs, _SCHEDULE),
    }


def _names(made_id: str) -> dict[str, str]:
    group, _, name = made_id.rpartition("/")
    return {"GroupName": group or "default", "Name": name}


TYPES = (ScheduleGroup(), Schedule())
