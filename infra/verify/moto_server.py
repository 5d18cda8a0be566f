"""moto with CloudFormation, on a free port of this machine; says its address in one line.

moto 5.2.5's CloudFormation passes over four things that the stacks have, with a warning: AWS::SNS::TopicPolicy,
AWS::SNS::Subscription, AWS::SQS::QueuePolicy, and the LifecycleConfiguration of AWS::S3::Bucket. Its SNS, SQS and S3 do
have them: here each is handed on to moto's own call for it, as CloudFormation hands it to AWS. And it fails on the Tags of
an AWS::KMS::Key, which KMS alone spells another way.
"""

import json
import threading
from typing import Any

from moto.core.common_models import CloudFormationModel
from moto.kms.models import Key
from moto.s3.models import FakeBucket, s3_backends
from moto.server import ThreadedMotoServer
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

PARTITION = "aws"
# moto files each model under the second part of its module's name.
MODULE = "order_saga.infra"


class Named:
    """What CloudFormation knows of it afterwards."""

    def __init__(self, physical_resource_id: str):
        self.physical_resource_id = physical_resource_id


class TopicPolicy(Named, CloudFormationModel):
    __module__ = MODULE

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::SNS::TopicPolicy"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = cloudformation_json["Properties"]
        backend = sns_backends[account_id][region_name]
        for arn in properties["Topics"]:
            backend.set_topic_attribute(arn, "policy", json.dumps(properties["PolicyDocument"]))
        return cls(resource_name)


class QueuePolicy(Named, CloudFormationModel):
    __module__ = MODULE

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::SQS::QueuePolicy"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = cloudformation_json["Properties"]
        backend = sqs_backends[account_id][region_name]
        for url in properties["Queues"]:
            policy = json.dumps(properties["PolicyDocument"])
            backend.set_queue_attributes(url.rsplit("/", 1)[-1], {"Policy": policy})
        return cls(resource_name)


class Subscription(Named, CloudFormationModel):
    __module__ = MODULE

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::SNS::Subscription"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = dict(cloudformation_json["Properties"])
        backend = sns_backends[account_id][region_name]
        address = [properties.pop(name) for name in ("TopicArn", "Endpoint", "Protocol")]
        arn = backend.subscribe(*address).arn
        for name, value in properties.items():
            # As CloudFormation: documents become JSON, true is "true".
            text = value if isinstance(value, str) else json.dumps(value)
            backend.set_subscription_attributes(arn, name, text)
        return cls(arn)


def with_lifecycle(create: Any) -> Any:
    def create_with_lifecycle(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        bucket = create(resource_name, cloudformation_json, account_id, region_name, **kwargs)
        rules = cloudformation_json.get("Properties", {}).get("LifecycleConfiguration", {}).get("Rules", [])
        s3_backends[account_id][PARTITION].put_bucket_lifecycle(bucket.name, [api_rule(rule) for rule in rules])
        return bucket

    return classmethod(create_with_lifecycle)


def api_rule(rule: dict[str, Any]) -> dict[str, Any]:
    """A rule as S3's API has it; what the stacks say beside the expiration stays with the template's tests."""
    found = {"ID": rule.get("Id", "rule"), "Status": rule["Status"], "Filter": {"Prefix": rule.get("Prefix", "")}}
    if "ExpirationInDays" in rule:
        found["Expiration"] = {"Days": rule["ExpirationInDays"]}
    return found


def with_api_tags(create: Any) -> Any:
    def create_with_api_tags(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        properties = dict(cloudformation_json["Properties"])
        tags = properties.pop("Tags", [])
        properties["Tags"] = [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in tags]
        changed = {**cloudformation_json, "Properties": properties}
        return create(resource_name, changed, account_id, region_name, **kwargs)

    return classmethod(create_with_api_tags)


Key.create_from_cloudformation_json = with_api_tags(Key.create_from_cloudformation_json)
FakeBucket.create_from_cloudformation_json = with_lifecycle(FakeBucket.create_from_cloudformation_json)

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
print(f"http://{host}:{port}", flush=True)
threading.Event().wait()
