import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import { execa } from 'execa';
import { findPythonTools } from '../verify/python.ts';

/** moto's only account. */
export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

export interface Moto {
  url: string;
  /** By CloudFormation, from the template as it was synthesized. */
  deploy(stack: string, template: object): Promise<void>;
  stop(): Promise<void>;
}

/** moto's server on a free port of 127.0.0.1, with nothing in it. */
export async function startMoto(): Promise<Moto> {
  const python = join(await findPythonTools(), 'python');
  const server = execa(python, [join(import.meta.dirname, '../verify/moto_server.py')], {
    reject: false,
    buffer: { stdout: false },
  });
  const lines = createInterface(server.stdout);
  const [url] = await Promise.race([
    once(lines, 'line'),
    server.then(({ stderr }) => Promise.reject(new Error(`moto: ${stderr}`))),
  ]);
  const client = new CloudFormationClient({
    endpoint: String(url),
    region: REGION,
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return {
    url: String(url),
    deploy: async (StackName, template) => {
      await client.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template) }));
      await waitUntilStackCreateComplete({ client, minDelay: 1, maxDelay: 1, maxWaitTime: 120 }, { StackName });
    },
    stop: async () => {
      client.destroy();
      server.kill();
      await server;
    },
  };
}
