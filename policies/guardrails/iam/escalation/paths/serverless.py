"""Ways to more rights by passing a role to functions, workflows, rules and APIs."""

from typing import Final

from guardrails.iam.escalation.paths.forms import passing

_LAMBDA: Final = "lambda.amazonaws.com"
_STATES: Final = "states.amazonaws.com"
_SCHEDULER: Final = "scheduler.amazonaws.com"

PATHS: Final = (
    passing(
        "lambda-create-invoke",
        _LAMBDA,
        ("lambda:CreateFunction", "lambda:InvokeFunction"),
        "run code as the role in a new function",
        (
            "pathfinding:lambda-001",
            "rhino:15",
            "cloudsplaining:PassExistingRoleToNewLambdaThenInvoke",
            "pmapper:lambda:CreateFunction",
        ),
    ),
    passing(
        "lambda-create-event-source",
        _LAMBDA,
        ("lambda:CreateFunction", "lambda:CreateEventSourceMapping"),
        "run code as the role in a new function that a queue or a stream calls",
        (
            "pathfinding:lambda-002",
            "rhino:16",
            "cloudsplaining:PassExistingRoleToNewLambdaThenTriggerWithExistingDynamo",
            "cloudsplaining:PassExistingRoleToNewLambdaThenTriggerWithNewDynamo",
        ),
    ),
    passing(
        "lambda-create-permission",
        _LAMBDA,
        ("lambda:CreateFunction", "lambda:AddPermission"),
        "run code as the role in a new function, and let itself or another account call it",
        ("pathfinding:lambda-006", "prowler:PassRole+CreateLambda+AddPermission"),
    ),
    passing(
        "lambda-create-url",
        _LAMBDA,
        (
            "lambda:CreateFunction",
            "lambda:CreateFunctionUrlConfig",
            "lambda:InvokeFunctionUrl",
        ),
        "run code as the role in a new function that has an address",
        ("hacktricks:lambda-privesc",),
    ),
    passing(
        "lambda-create-schedule",
        _LAMBDA,
        ("lambda:CreateFunction", "events:PutTargets"),
        "run code as the role in a new function that a rule of EventBridge starts",
        ("hacktricks:lambda-privesc",),
    ),
    passing(
        "states-create",
        _STATES,
        ("states:CreateStateMachine", "states:StartExecution"),
        "call any API of AWS as the role in a new workflow",
        ("pathfinding:stepfunctions-001", "hacktricks:stepfunctions-privesc"),
    ),
    passing(
        "states-test-state",
        _STATES,
        ("states:TestState",),
        "call any API of AWS as the role in a state that is only tested",
        ("hacktricks:stepfunctions-privesc",),
    ),
    passing(
        "scheduler-create-schedule",
        _SCHEDULER,
        ("scheduler:CreateSchedule",),
        "call any API of AWS as the role on a schedule",
        ("pathfinding:scheduler-001", "prowler:PassRole+SchedulerCreateSchedule"),
    ),
    passing(
        "scheduler-update-schedule",
        _SCHEDULER,
        ("scheduler:UpdateSchedule",),
        "have an existing schedule call any API of AWS as the role",
        ("hacktricks:eventbridgescheduler-privesc",),
    ),
    passing(
        "events-put-targets",
        "events.amazonaws.com",
        ("events:PutTargets",),
        "start tasks, workflows and commands as the role by a rule of EventBridge",
        ("hacktricks:eventbridge-privesc",),
    ),
    passing(
        "pipes-create",
        "pipes.amazonaws.com",
        ("pipes:CreatePipe",),
        "read queues and streams and start workflows as the role by a pipe",
        ("hacktricks:pipes-privesc",),
    ),
    passing(
        "pipes-update",
        "pipes.amazonaws.com",
        ("pipes:UpdatePipe",),
        "have an existing pipe read and write as the role",
        ("hacktricks:pipes-privesc",),
    ),
    passing(
        "apigateway-integration",
        "apigateway.amazonaws.com",
        ("apigateway:PUT",),
        "call other services of AWS as the role by the integration of an API",
        ("hacktricks:apigateway-privesc",),
    ),
    passing(
        "appsync-data-source",
        "appsync.amazonaws.com",
        ("appsync:CreateDataSource", "appsync:CreateResolver"),
        "read and write tables and call functions as the role by a resolver",
        ("hacktricks:appsync-privesc",),
    ),
    passing(
        "iot-topic-rule",
        "iot.amazonaws.com",
        ("iot:CreateTopicRule",),
        "write to tables, queues and functions as the role by a rule for messages",
        ("hacktricks:iot-privesc",),
    ),
    passing(
        "iot-role-alias",
        "credentials.iot.amazonaws.com",
        (
            "iot:CreateRoleAlias",
            "iot:CreateKeysAndCertificate",
            "iot:CreatePolicy",
            "iot:AttachPolicy",
        ),
        "fetch the role's credentials with a certificate of their own",
        ("hacktricks:iot-privesc",),
    ),
    passing(
        "cognito-set-identity-pool-roles",
        "cognito-identity.amazonaws.com",
        ("cognito-identity:SetIdentityPoolRoles",),
        "hand the role's credentials to everyone who gets into an identity pool",
        (
            "pathfinding:cognitoidentity-001",
            "prowler:PassRole+CognitoSetIdentityPoolRoles",
        ),
    ),
    passing(
        "amplify-create-app",
        "amplify.amazonaws.com",
        ("amplify:CreateApp", "amplify:CreateBranch", "amplify:StartJob"),
        "run a build as the role",
        ("hacktricks:amplify-privesc",),
    ),
    passing(
        "bedrock-agent",
        "bedrock.amazonaws.com",
        ("bedrock:CreateAgent", "bedrock:PrepareAgent", "bedrock:InvokeAgent"),
        "have an agent read knowledge bases and call models as the role",
        ("hacktricks:bedrock-privesc",),
    ),
    passing(
        "bedrock-flow",
        "bedrock.amazonaws.com",
        ("bedrock:CreateFlow", "bedrock:PrepareFlow", "bedrock:InvokeFlow"),
        "have a flow call functions, agents and models as the role",
        ("hacktricks:bedrock-privesc",),
    ),
    passing(
        "transfer-create-user",
        "transfer.amazonaws.com",
        ("transfer:CreateUser",),
        "read and write buckets as the role by a user of a file server",
        ("hacktricks:transfer-privesc",),
    ),
)
