import { createServer, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { z } from 'zod';
import { ACCOUNT, REGION } from './moto.ts';

/** What was asked of AWS, as IAM sees it. */
export interface Ask {
  readonly action: string;
  readonly resource: string;
  /** What conditions are about: KMS' encryption context. */
  readonly context: Readonly<Record<string, string>>;
}

export interface Ear {
  readonly url: string;
  readonly asked: readonly Ask[];
  stop(): void;
}

/** Stands before moto and writes down what is asked of it. */
export async function listenBefore(moto: string): Promise<Ear> {
  const asked: Ask[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await buffer(incoming);
      asked.push(askOf(incoming, body.toString()));
      const { method, url, headers } = incoming;
      // With the host that was asked: moto's addresses of queues lead here again.
      const onward = request(new URL(url ?? '/', moto), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      outgoing.on('close', () => onward.destroy());
      onward.end(body);
    })();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const Json = z.looseObject({
  QueueName: z.string().optional(),
  QueueUrl: z.string().optional(),
  KeyId: z.string().optional(),
  SecretId: z.string().optional(),
  logGroupName: z.string().optional(),
  EncryptionContext: z.record(z.string(), z.string()).default({}),
});

/** Each service has a protocol of its own. */
function askOf({ method = '', url = '', headers }: IncomingMessage, body: string): Ask {
  const [target, operation] = String(headers['x-amz-target'] ?? '').split('.');
  if (operation !== undefined) {
    const { QueueName, QueueUrl, KeyId, SecretId, logGroupName, EncryptionContext } = Json.parse(JSON.parse(body));
    const queue = QueueName ?? QueueUrl?.split('/').at(-1);
    const service = SERVICES[target ?? ''];
    return {
      action: `${service}:${single(operation)}`,
      resource:
        KeyId ??
        SecretId ??
        (logGroupName === undefined ? `arn:aws:sqs:${REGION}:${ACCOUNT}:${queue}` : logGroupArn(logGroupName)),
      context: Object.fromEntries(
        Object.entries(EncryptionContext).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]),
      ),
    };
  }
  const form = new URLSearchParams(body);
  const action = form.get('Action');
  if (action !== null) {
    const resource = form.get('TopicArn') ?? form.get('SubscriptionArn') ?? '';
    return { action: `sns:${single(action)}`, resource, context: {} };
  }
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const path = pathname.replace(/^\/|\/$/g, '');
  return {
    action: `s3:${searchParams.has('lifecycle') ? 'GetLifecycleConfiguration' : S3[`${method} ${path.includes('/') ? 'object' : 'bucket'}`]}`,
    resource: `arn:aws:s3:::${path}`,
    context: {},
  };
}

/** As CloudFormation says it: with all of its streams. */
export function logGroupArn(name: string): string {
  return `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}:*`;
}

const SERVICES: Record<string, string> = {
  AmazonSQS: 'sqs',
  TrentService: 'kms',
  secretsmanager: 'secretsmanager',
  Logs_20140328: 'logs',
};

const S3: Record<string, string> = {
  'HEAD bucket': 'ListBucket',
  'GET bucket': 'ListBucket',
  'PUT bucket': 'CreateBucket',
  'GET object': 'GetObject',
  'PUT object': 'PutObject',
  'DELETE object': 'DeleteObject',
};

/** A batch needs no right of its own. */
function single(operation: string): string {
  return operation.replace(/Batch$/, '');
}
