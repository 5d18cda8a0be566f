import { Fn, Stack, type StackProps } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

const CIDR = '10.20.0.0/16';
export const API_PORT = 3000;

/** AWS's own services that tasks ask, without the way over the internet. */
const ENDPOINTS = {
  Ecr: InterfaceVpcEndpointAwsService.ECR,
  EcrDocker: InterfaceVpcEndpointAwsService.ECR_DOCKER,
  Kms: InterfaceVpcEndpointAwsService.KMS,
  Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  Secrets: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  Sns: InterfaceVpcEndpointAwsService.SNS,
  Sqs: InterfaceVpcEndpointAwsService.SQS,
};

/**
 * Three zones, each with a public subnet (NAT alone), one for tasks and one for the database, which reaches nothing. Who
 * may talk to whom: the gateway to the load balancer, that to the tasks, and those to the database.
 */
export class NetworkStack extends Stack {
  readonly vpc: Vpc;
  readonly gateway: SecurityGroup;
  readonly balancer: SecurityGroup;
  readonly tasks: SecurityGroup;

  constructor(scope: Construct, id: string, { logs, ...props }: StackProps & { logs: IBucket }) {
    super(scope, id, props);
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(CIDR),
      maxAzs: 3,
      subnetConfiguration: [
        { name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: 'tasks', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
        { name: 'database', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
      ],
      flowLogs: { All: { destination: FlowLogDestination.toS3(logs, 'vpc/') } },
      gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3 } },
    });
    const group = (name: string, description: string, allowAllOutbound = false) =>
      new SecurityGroup(this, name, { vpc: this.vpc, description, allowAllOutbound });
    this.gateway = group('Gateway', 'The API gateway, in the VPC');
    this.balancer = group('Balancer', 'The load balancer');
    this.tasks = group('Tasks', 'All roles; they reach Temporal, payments and webhooks over the internet', true);
    this.gateway.connections.allowTo(this.balancer, Port.tcp(443));
    this.balancer.connections.allowTo(this.tasks, Port.tcp(API_PORT));

    const endpoints = group('Endpoints', 'Services of AWS, in the VPC');
    endpoints.addIngressRule(Peer.ipv4(CIDR), Port.tcp(443));
    for (const [name, service] of Object.entries(ENDPOINTS)) {
      this.vpc.addInterfaceEndpoint(name, { service, securityGroups: [endpoints], open: false });
    }
  }

  /** Without an account it is not known what its zones are called. */
  override get availabilityZones(): string[] {
    return [0, 1, 2].map((index) => Fn.select(index, Fn.getAzs()));
  }
}
