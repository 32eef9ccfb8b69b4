"""Ways to more rights by passing a role to jobs, notebooks and agents."""

from typing import Final

from guardrails.iam.escalation.paths.forms import passing

_GLUE: Final = "glue.amazonaws.com"
_SAGEMAKER: Final = "sagemaker.amazonaws.com"
_AGENTCORE: Final = "bedrock-agentcore.amazonaws.com"

PATHS: Final = (
    passing(
        "glue-create-dev-endpoint",
        _GLUE,
        ("glue:CreateDevEndpoint",),
        "work as the role on a new development endpoint",
        (
            "pathfinding:glue-001",
            "rhino:18",
            "cloudsplaining:PassExistingRoleToNewGlueDevEndpoint",
        ),
    ),
    passing(
        "glue-create-job-start",
        _GLUE,
        ("glue:CreateJob", "glue:StartJobRun"),
        "run a script as the role in a new job",
        ("pathfinding:glue-003", "cloudsplaining:PassExistingRoleToNewGlueJobThenRun"),
    ),
    passing(
        "glue-create-job-trigger",
        _GLUE,
        ("glue:CreateJob", "glue:CreateTrigger"),
        "run a script as the role in a new job that a trigger starts",
        ("pathfinding:glue-004", "cloudsplaining:PassExistingRoleToNewGlueJobViaTrigger"),
    ),
    passing(
        "glue-update-job-start",
        _GLUE,
        ("glue:UpdateJob", "glue:StartJobRun"),
        "run a script as the role in an existing job",
        ("pathfinding:glue-005", "cloudsplaining:PassExistingRoleToUpdatedGlueJobThenRun"),
    ),
    passing(
        "glue-update-job-trigger",
        _GLUE,
        ("glue:UpdateJob", "glue:CreateTrigger"),
        "run a script as the role in an existing job that a trigger starts",
        ("pathfinding:glue-006", "cloudsplaining:PassExistingRoleToUpdatedGlueJobViaTrigger"),
    ),
    passing(
        "glue-create-session",
        _GLUE,
        ("glue:CreateSession", "glue:RunStatement"),
        "run code as the role in an interactive session",
        ("pathfinding:glue-007", "prowler:PassRole+GlueCreateSession+RunStatement"),
    ),
    passing(
        "sagemaker-create-notebook",
        _SAGEMAKER,
        ("sagemaker:CreateNotebookInstance",),
        "run code as the role when a new notebook starts",
        (
            "pathfinding:sagemaker-001",
            "cloudsplaining:PassExistingRoleToNewSageMakerNotebookInstance",
            "pmapper:sagemaker:CreateNotebookInstance",
        ),
    ),
    passing(
        "sagemaker-create-training-job",
        _SAGEMAKER,
        ("sagemaker:CreateTrainingJob",),
        "run an image as the role in a training job",
        (
            "pathfinding:sagemaker-002",
            "cloudsplaining:PassExistingRoleToNewSageMakerTrainingJob",
        ),
    ),
    passing(
        "sagemaker-create-processing-job",
        _SAGEMAKER,
        ("sagemaker:CreateProcessingJob",),
        "run an image as the role in a processing job",
        (
            "pathfinding:sagemaker-003",
            "cloudsplaining:PassExistingRoleToNewSageMakerProcessingJob",
        ),
    ),
    passing(
        "sagemaker-create-tuning-job",
        _SAGEMAKER,
        ("sagemaker:CreateHyperParameterTuningJob",),
        "run an image as the role in a tuning job",
        ("hacktricks:sagemaker-privesc",),
    ),
    passing(
        "sagemaker-create-endpoint",
        _SAGEMAKER,
        (
            "sagemaker:CreateModel",
            "sagemaker:CreateEndpointConfig",
            "sagemaker:CreateEndpoint",
        ),
        "run an image as the role behind an endpoint",
        ("hacktricks:sagemaker-privesc",),
    ),
    passing(
        "sagemaker-create-transform-job",
        _SAGEMAKER,
        ("sagemaker:CreateModel", "sagemaker:CreateTransformJob"),
        "run an image as the role in a transform job",
        ("hacktricks:sagemaker-privesc",),
    ),
    passing(
        "sagemaker-create-pipeline",
        _SAGEMAKER,
        ("sagemaker:CreatePipeline", "sagemaker:StartPipelineExecution"),
        "run the steps of a pipeline as the role",
        ("hacktricks:sagemaker-privesc",),
    ),
    passing(
        "sagemaker-create-user-profile",
        _SAGEMAKER,
        ("sagemaker:CreateUserProfile", "sagemaker:CreatePresignedDomainUrl"),
        "work as the role in a studio",
        ("hacktricks:sagemaker-privesc",),
    ),
    passing(
        "datapipeline-create",
        "datapipeline.amazonaws.com",
        (
            "datapipeline:CreatePipeline",
            "datapipeline:PutPipelineDefinition",
            "datapipeline:ActivatePipeline",
        ),
        "run commands as the role in a pipeline",
        (
            "pathfinding:datapipeline-001",
            "rhino:21",
            "cloudsplaining:PassExistingRoleToNewDataPipeline",
            "prowler:PassRole+DataPipeline",
        ),
    ),
    passing(
        "kinesisanalytics-create-application",
        "kinesisanalytics.amazonaws.com",
        ("kinesisanalytics:CreateApplication", "kinesisanalytics:StartApplication"),
        "run an application for streams as the role",
        (
            "pathfinding:kinesisanalytics-001",
            "prowler:PassRole+KinesisAnalyticsCreateApp+StartApp",
        ),
    ),
    passing(
        "omics-start-run",
        "omics.amazonaws.com",
        ("omics:CreateWorkflow", "omics:StartRun"),
        "run a workflow for genomes as the role",
        ("pathfinding:omics-001", "prowler:PassRole+OmicsCreateWorkflow+StartRun"),
    ),
    passing(
        "braket-create-job",
        "braket.amazonaws.com",
        ("braket:CreateJob",),
        "run a script as the role in a job for quantum computers",
        ("pathfinding:braket-001", "prowler:PassRole+BraketCreateJob"),
    ),
    passing(
        "airflow-create-environment",
        "airflow-env.amazonaws.com",
        ("airflow:CreateEnvironment",),
        "run workflows of Airflow as the role",
        ("hacktricks:mwaa-privesc",),
    ),
    passing(
        "agentcore-code-interpreter",
        _AGENTCORE,
        (
            "bedrock-agentcore:CreateCodeInterpreter",
            "bedrock-agentcore:StartCodeInterpreterSession",
            "bedrock-agentcore:InvokeCodeInterpreter",
        ),
        "run code as the role in a code interpreter",
        (
            "pathfinding:bedrock-001",
            "cloudsplaining:PassExistingRoleToNewBedrockCodeInterpreter",
        ),
    ),
    passing(
        "agentcore-create-runtime",
        _AGENTCORE,
        (
            "bedrock-agentcore:CreateAgentRuntime",
            "bedrock-agentcore:InvokeAgentRuntimeCommand",
        ),
        "run commands as the role in the runtime of an agent",
        (
            "pathfinding:bedrock-003",
            "pathfinding:bedrock-005",
            "prowler:PassRole+AgentCoreCreateRuntime+InvokeRuntimeCommand",
            "prowler:PassRole+AgentCoreCreateHarness+InvokeRuntimeCommand",
        ),
    ),
    passing(
        "agentcore-create-browser",
        _AGENTCORE,
        (
            "bedrock-agentcore:CreateBrowser",
            "bedrock-agentcore:StartBrowserSession",
            "bedrock-agentcore:ConnectBrowserAutomationStream",
        ),
        "read the role's credentials from the browser of an agent",
        ("pathfinding:bedrock-006", "prowler:PassRole+AgentCoreCreateBrowser+ConnectBrowser"),
    ),
    passing(
        "agentcore-invoke-runtime",
        _AGENTCORE,
        (
            "bedrock-agentcore:CreateAgentRuntime",
            "bedrock-agentcore:InvokeAgentRuntime",
        ),
        "run an image as the role in the runtime of an agent",
        ("hacktricks:bedrock-agentcore-privesc",),
    ),
    passing(
        "agentcore-update-runtime",
        _AGENTCORE,
        ("bedrock-agentcore:UpdateAgentRuntime",),
        "run an image as the role in an existing runtime of an agent",
        ("hacktricks:bedrock-agentcore-privesc",),
    ),
)
