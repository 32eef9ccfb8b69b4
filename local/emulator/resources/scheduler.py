"""EventBridge Scheduler: https://docs.aws.amazon.com/scheduler/latest/APIReference/."""

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


class Schedule(ResourceType):
    """A schedule."""

    pulumi_type = "aws:scheduler/schedule:Schedule"

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        schedule = aws.name(inputs)
        group = inputs.get("groupName", "default")
        arn = aws.client("scheduler").create_schedule(
            Name=schedule,
            GroupName=group,
            FlexibleTimeWindow=pascal(inputs["flexibleTimeWindow"]),
            Target=pascal(inputs["target"]),
            **chosen(inputs, _SCHEDULE),
        )["ScheduleArn"]
        return Made(f"{group}/{schedule}", {"name": schedule, "groupName": group, "arn": arn})


TYPES = (ScheduleGroup(), Schedule())
