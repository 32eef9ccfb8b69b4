"""Ways to more rights by a shell, or commands, where something runs as a role."""

from functools import partial
from typing import Final

from guardrails.iam.escalation.model import Kind
from guardrails.iam.escalation.paths.forms import taking_over

_AGENTCORE: Final = "bedrock-agentcore.amazonaws.com"
_EC2: Final = "ec2.amazonaws.com"
_SAGEMAKER: Final = "sagemaker.amazonaws.com"

_session = partial(taking_over, Kind.SESSION)

PATHS: Final = (
    _session(
        "ssm-start-session",
        _EC2,
        ("ssm:StartSession",),
        "open a shell on an instance and act as its role",
        ("pathfinding:ssm-001", "prowler:SSMStartSession", "pmapper:ssm:StartSession"),
    ),
    _session(
        "ssm-send-command",
        _EC2,
        ("ssm:SendCommand",),
        "run commands on an instance and act as its role",
        ("pathfinding:ssm-002", "prowler:SSMSendCommand", "pmapper:ssm:SendCommand"),
    ),
    _session(
        "ssm-resume-session",
        _EC2,
        ("ssm:ResumeSession",),
        "take up somebody else's shell on an instance and act as its role",
        ("hacktricks:ssm-privesc",),
    ),
    _session(
        "ssm-create-association",
        _EC2,
        ("ssm:CreateAssociation",),
        "have instances run commands time and again and act as their roles",
        ("hacktricks:ssm-privesc",),
    ),
    _session(
        "ec2-instance-connect",
        _EC2,
        ("ec2-instance-connect:SendSSHPublicKey",),
        "sign in to an instance with their own key and act as its role",
        (
            "pathfinding:ec2instanceconnect-003",
            "cloudsplaining:EC2InstanceConnectSendSSHPublicKey",
        ),
    ),
    _session(
        "ec2-serial-console",
        _EC2,
        ("ec2-instance-connect:SendSerialConsoleSSHPublicKey",),
        "sign in to an instance's serial console and act as its role",
        ("hacktricks:ec2-privesc",),
    ),
    _session(
        "ecs-execute-command",
        "ecs-tasks.amazonaws.com",
        ("ecs:ExecuteCommand",),
        "run commands in a running container and act as its role",
        ("pathfinding:ecs-006", "cloudsplaining:ECSExecuteCommandOnRunningTask"),
    ),
    _session(
        "glue-run-statement",
        "glue.amazonaws.com",
        ("glue:RunStatement",),
        "run code in somebody else's interactive session and act as its role",
        ("hacktricks:glue-privesc",),
    ),
    _session(
        "athena-start-calculation",
        "athena.amazonaws.com",
        ("athena:StartCalculationExecution", "athena:StartSession"),
        "run code in a workgroup and act as its role",
        ("hacktricks:athena-privesc",),
    ),
    _session(
        "sagemaker-presigned-notebook",
        _SAGEMAKER,
        ("sagemaker:CreatePresignedNotebookInstanceUrl",),
        "work in a notebook as its role",
        (
            "pathfinding:sagemaker-004",
            "cloudsplaining:CreatePresignedSageMakerNotebookUrl",
        ),
    ),
    _session(
        "sagemaker-presigned-domain",
        _SAGEMAKER,
        ("sagemaker:CreatePresignedDomainUrl",),
        "work in somebody else's studio as its role",
        ("hacktricks:sagemaker-privesc",),
    ),
    _session(
        "airflow-cli-token",
        "airflow-env.amazonaws.com",
        ("airflow:CreateCliToken",),
        "run workflows of Airflow as the environment's role",
        ("hacktricks:mwaa-privesc",),
    ),
    _session(
        "airflow-web-token",
        "airflow-env.amazonaws.com",
        ("airflow:CreateWebLoginToken",),
        "read the connections of Airflow, and run its workflows as the environment's role",
        ("hacktricks:mwaa-privesc",),
    ),
    _session(
        "cloud9-membership",
        _EC2,
        ("cloud9:CreateEnvironmentMembership",),
        "work in somebody else's development environment as its role",
        ("hacktricks:cloud9-privesc",),
    ),
    _session(
        "agentcore-existing-interpreter",
        _AGENTCORE,
        (
            "bedrock-agentcore:StartCodeInterpreterSession",
            "bedrock-agentcore:InvokeCodeInterpreter",
        ),
        "run code in an existing code interpreter and act as its role",
        (
            "pathfinding:bedrock-002",
            "cloudsplaining:AccessExistingBedrockCodeInterpreterSession",
        ),
    ),
    _session(
        "agentcore-existing-runtime",
        _AGENTCORE,
        ("bedrock-agentcore:InvokeAgentRuntimeCommand",),
        "run commands in the runtime of an agent and act as its role",
        ("pathfinding:bedrock-004", "prowler:AgentCoreInvokeRuntimeCommand"),
    ),
    _session(
        "agentcore-existing-browser",
        _AGENTCORE,
        (
            "bedrock-agentcore:StartBrowserSession",
            "bedrock-agentcore:ConnectBrowserAutomationStream",
        ),
        "read the credentials of an agent's role from its browser",
        ("pathfinding:bedrock-007", "prowler:AgentCoreBrowserSessionConnect"),
    ),
)
