"""What Terraform calls the types and the properties of Pulumi."""

from collections.abc import Mapping
from typing import Final

# The type's name in Terraform, and the properties that are called otherwise there.
TYPES: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "aws:apigateway/domainName:DomainName": ("aws_api_gateway_domain_name", {}),
    "aws:apigateway/method:Method": ("aws_api_gateway_method", {"restApi": "rest_api_id"}),
    "aws:apigateway/methodSettings:MethodSettings": (
        "aws_api_gateway_method_settings",
        {"restApi": "rest_api_id"},
    ),
    "aws:apigateway/restApi:RestApi": ("aws_api_gateway_rest_api", {}),
    "aws:apigateway/stage:Stage": (
        "aws_api_gateway_stage",
        {"restApi": "rest_api_id", "deployment": "deployment_id"},
    ),
    "aws:apigatewayv2/api:Api": ("aws_apigatewayv2_api", {}),
    "aws:apigatewayv2/route:Route": ("aws_apigatewayv2_route", {}),
    "aws:apigatewayv2/stage:Stage": ("aws_apigatewayv2_stage", {}),
    "aws:athena/workgroup:Workgroup": ("aws_athena_workgroup", {}),
    "aws:cloudfront/distribution:Distribution": (
        "aws_cloudfront_distribution",
        {"origins": "origin", "orderedCacheBehaviors": "ordered_cache_behavior"},
    ),
    "aws:cloudtrail/eventDataStore:EventDataStore": ("aws_cloudtrail_event_data_store", {}),
    "aws:cloudtrail/trail:Trail": ("aws_cloudtrail", {}),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": ("aws_cloudwatch_event_bus_policy", {}),
    "aws:cloudwatch/eventTarget:EventTarget": ("aws_cloudwatch_event_target", {}),
    "aws:cloudwatch/logGroup:LogGroup": ("aws_cloudwatch_log_group", {}),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (
        "aws_cloudwatch_metric_alarm",
        {"name": "alarm_name"},
    ),
    "aws:cognito/identityPool:IdentityPool": ("aws_cognito_identity_pool", {}),
    "aws:dax/cluster:Cluster": ("aws_dax_cluster", {}),
    "aws:dms/endpoint:Endpoint": ("aws_dms_endpoint", {}),
    "aws:docdb/cluster:Cluster": ("aws_docdb_cluster", {}),
    "aws:docdb/clusterParameterGroup:ClusterParameterGroup": (
        "aws_docdb_cluster_parameter_group",
        {"parameters": "parameter"},
    ),
    "aws:dynamodb/table:Table": (
        "aws_dynamodb_table",
        {
            "attributes": "attribute",
            "replicas": "replica",
            "globalSecondaryIndexes": "global_secondary_index",
        },
    ),
    "aws:dynamodb/tableReplica:TableReplica": ("aws_dynamodb_table_replica", {}),
    "aws:ebs/encryptionByDefault:EncryptionByDefault": ("aws_ebs_encryption_by_default", {}),
    "aws:ebs/volume:Volume": ("aws_ebs_volume", {}),
    "aws:ec2/flowLog:FlowLog": ("aws_flow_log", {}),
    "aws:ec2/instance:Instance": ("aws_instance", {"ebsBlockDevices": "ebs_block_device"}),
    "aws:ec2/securityGroup:SecurityGroup": ("aws_security_group", {}),
    "aws:ec2/securityGroupRule:SecurityGroupRule": ("aws_security_group_rule", {}),
    "aws:ec2/subnet:Subnet": ("aws_subnet", {}),
    "aws:ec2/vpc:Vpc": ("aws_vpc", {}),
    "aws:ecr/repository:Repository": (
        "aws_ecr_repository",
        {"encryptionConfigurations": "encryption_configuration"},
    ),
    "aws:ecs/taskDefinition:TaskDefinition": ("aws_ecs_task_definition", {"volumes": "volume"}),
    "aws:efs/fileSystem:FileSystem": ("aws_efs_file_system", {}),
    "aws:eks/cluster:Cluster": ("aws_eks_cluster", {}),
    "aws:elasticache/replicationGroup:ReplicationGroup": ("aws_elasticache_replication_group", {}),
    "aws:iam/accessKey:AccessKey": ("aws_iam_access_key", {}),
    "aws:iam/role:Role": ("aws_iam_role", {}),
    "aws:iam/rolePolicy:RolePolicy": ("aws_iam_role_policy", {}),
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": (
        "aws_kinesis_firehose_delivery_stream",
        {},
    ),
    "aws:kinesis/stream:Stream": ("aws_kinesis_stream", {}),
    "aws:kms/key:Key": ("aws_kms_key", {}),
    "aws:lambda/eventSourceMapping:EventSourceMapping": ("aws_lambda_event_source_mapping", {}),
    "aws:lambda/function:Function": ("aws_lambda_function", {"name": "function_name"}),
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": (
        "aws_lambda_function_event_invoke_config",
        {},
    ),
    "aws:lambda/functionUrl:FunctionUrl": ("aws_lambda_function_url", {}),
    "aws:lambda/permission:Permission": ("aws_lambda_permission", {"function": "function_name"}),
    "aws:lb/listener:Listener": ("aws_lb_listener", {"defaultActions": "default_action"}),
    "aws:lb/loadBalancer:LoadBalancer": ("aws_lb", {}),
    "aws:memorydb/cluster:Cluster": ("aws_memorydb_cluster", {}),
    "aws:mq/broker:Broker": ("aws_mq_broker", {}),
    "aws:msk/cluster:Cluster": ("aws_msk_cluster", {}),
    "aws:neptune/cluster:Cluster": ("aws_neptune_cluster", {}),
    "aws:opensearch/domain:Domain": ("aws_opensearch_domain", {}),
    "aws:organizations/account:Account": ("aws_organizations_account", {}),
    "aws:organizations/policy:Policy": ("aws_organizations_policy", {}),
    "aws:rds/cluster:Cluster": ("aws_rds_cluster", {}),
    "aws:rds/instance:Instance": ("aws_db_instance", {}),
    "aws:rds/parameterGroup:ParameterGroup": (
        "aws_db_parameter_group",
        {"parameters": "parameter"},
    ),
    "aws:redshift/cluster:Cluster": ("aws_redshift_cluster", {}),
    "aws:redshift/parameterGroup:ParameterGroup": (
        "aws_redshift_parameter_group",
        {"parameters": "parameter"},
    ),
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": (
        "aws_s3_account_public_access_block",
        {},
    ),
    "aws:s3/bucket:Bucket": ("aws_s3_bucket", {"rules": "rule"}),
    "aws:s3/bucketAcl:BucketAcl": ("aws_s3_bucket_acl", {"grants": "grant"}),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": (
        "aws_s3_bucket_lifecycle_configuration",
        {"rules": "rule"},
    ),
    "aws:s3/bucketLogging:BucketLogging": ("aws_s3_bucket_logging", {}),
    "aws:s3/bucketPolicy:BucketPolicy": ("aws_s3_bucket_policy", {}),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": (
        "aws_s3_bucket_public_access_block",
        {},
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": (
        "aws_s3_bucket_server_side_encryption_configuration",
        {"rules": "rule"},
    ),
    "aws:s3/bucketVersioning:BucketVersioning": ("aws_s3_bucket_versioning", {}),
    "aws:secretsmanager/secret:Secret": ("aws_secretsmanager_secret", {}),
    "aws:secretsmanager/secretRotation:SecretRotation": ("aws_secretsmanager_secret_rotation", {}),
    "aws:sfn/stateMachine:StateMachine": ("aws_sfn_state_machine", {}),
    "aws:sns/topic:Topic": ("aws_sns_topic", {}),
    "aws:sns/topicPolicy:TopicPolicy": ("aws_sns_topic_policy", {}),
    "aws:sns/topicSubscription:TopicSubscription": (
        "aws_sns_topic_subscription",
        {"topic": "topic_arn"},
    ),
    "aws:sqs/queue:Queue": ("aws_sqs_queue", {}),
    "aws:sqs/queuePolicy:QueuePolicy": ("aws_sqs_queue_policy", {}),
    "aws:ssm/parameter:Parameter": ("aws_ssm_parameter", {}),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (
        "aws_vpc_security_group_ingress_rule",
        {},
    ),
}

# What a plan of Terraform says where nothing is declared, as far as Checkov looks at it.
DEFAULTS: Final[Mapping[str, Mapping[str, bool | None]]] = {
    "aws_cognito_identity_pool": {"allow_unauthenticated_identities": False},
    "aws_redshift_cluster": {"publicly_accessible": False},
    "aws_vpc_security_group_ingress_rule": {"cidr_ipv4": None, "cidr_ipv6": None},
}

# What it says is known after the apply.
COMPUTED: Final[Mapping[str, str]] = {"aws_sqs_queue": "sqs_managed_sse_enabled"}
