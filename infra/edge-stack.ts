import { Stack, type StackProps } from 'aws-cdk-lib';
import {
  CfnStage,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  SecurityPolicy,
  VpcLink,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpAlbIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { ApplicationListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { NetworkStack } from './network-stack.ts';
import type { Stage } from './stages.ts';

/**
 * Who needs no token of the gateway's: carriers sign what they send, and what documents the API is for everybody. So is the console's
 * page, which brings an operator's token to /v1 itself. /codec asks for a key or token itself, in the header or a cookie, and answers the OPTIONS of
 * Temporal's UI: its every method goes through, and the gateway has no CORS of its own, which would take the place of that.
 */
const OPEN = [
  ['/v1/webhooks/carrier', HttpMethod.POST],
  ['/openapi.json', HttpMethod.GET],
  ['/docs', HttpMethod.GET],
  ['/docs/{proxy+}', HttpMethod.GET],
  ['/problems', HttpMethod.GET],
  ['/problems/{proxy+}', HttpMethod.GET],
  ['/console', HttpMethod.GET],
  ['/console/{proxy+}', HttpMethod.GET],
  ['/codec', HttpMethod.ANY],
  ['/codec/{proxy+}', HttpMethod.ANY],
] as const;

const LOGGED = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  ip: '$context.identity.sourceIp',
  error: '$context.authorizer.error',
};

interface EdgeProps extends StackProps {
  stage: Stage;
  network: NetworkStack;
  listener: ApplicationListener;
  logs: ILogGroup;
}

/** The door: tokens are checked and floods kept off here, before they come to the API, which checks tokens once more. */
export class EdgeStack extends Stack {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, { stage, network, listener, logs, ...props }: EdgeProps) {
    super(scope, id, props);
    const certificateArn = `arn:aws:acm:${this.region}:${this.account}:${stage.certificate}`;
    const domainName = new DomainName(this, 'Domain', {
      domainName: stage.domain,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    const link = new VpcLink(this, 'Link', {
      vpc: network.vpc,
      subnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      securityGroups: [network.gateway],
    });
    // TLS to the load balancer, whose certificate is the domain's.
    const orders = new HttpAlbIntegration('Orders', listener, { vpcLink: link, secureServerName: stage.domain });
    this.api = new HttpApi(this, 'Api', {
      apiName: 'order-saga',
      disableExecuteApiEndpoint: true,
      defaultDomainMapping: { domainName },
      defaultAuthorizer: new HttpJwtAuthorizer('Tokens', stage.issuer, { jwtAudience: [stage.audience] }),
    });
    this.api.addRoutes({ path: '/v1/{proxy+}', methods: [HttpMethod.ANY], integration: orders });
    for (const [path, method] of OPEN) {
      this.api.addRoutes({ path, methods: [method], integration: orders, authorizer: new HttpNoneAuthorizer() });
    }
    const defaultStage = this.api.defaultStage?.node.defaultChild;
    if (!(defaultStage instanceof CfnStage)) throw new Error('the gateway has no stage');
    defaultStage.defaultRouteSettings = {
      throttlingRateLimit: stage.throttle.rate,
      throttlingBurstLimit: stage.throttle.burst,
      detailedMetricsEnabled: true,
    };
    defaultStage.accessLogSettings = { destinationArn: logs.logGroupArn, format: JSON.stringify(LOGGED) };
  }
}
