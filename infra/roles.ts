import { QUEUE_NAMES, type QueueName } from '../messaging/topology.ts';
import type { Stage } from './stages.ts';

/** What one task of a role is, and how many there are. The image is the same. */
export interface Role {
  readonly name: string;
  readonly command: readonly string[];
  readonly cpu: 256 | 512 | 1024 | 2048;
  readonly memory: 512 | 1024 | 2048 | 4096;
  readonly tasks: 'api' | 'worker' | 'consumers';
}

export const API: Role = { name: 'api', command: ['node', 'bin/api.ts'], cpu: 1024, memory: 2048, tasks: 'api' };
export const WORKER: Role = {
  name: 'worker',
  command: ['node', 'bin/worker.ts'],
  cpu: 1024,
  memory: 2048,
  tasks: 'worker',
};
/** Workers of a new version beside those that have the orders: during a rollout, and after one that went back, with what these have touched. */
export const NEXT_WORKER: Role = { ...WORKER, name: 'worker-next' };
/** A queue is named after the service that reads it. */
export const CONSUMERS = QUEUE_NAMES.map((queue) => ({
  queue,
  secrets: secretsOf(queue),
  name: `consumer-${queue}`,
  command: ['node', 'bin/consumers.ts', queue],
  cpu: 256 as const,
  memory: 1024 as const,
  tasks: 'consumers' as const,
})) satisfies readonly Role[];

/** What of the secrets of platform-stack.ts a service needs. */
function secretsOf(queue: QueueName): ('STRIPE_API_KEY' | 'SMTP_URL')[] {
  if (queue === 'payments') return ['STRIPE_API_KEY'];
  return queue === 'notifications' ? ['SMTP_URL'] : [];
}

/** Every service that is always there; log groups, alarms and deployments go by these names. */
export const ROLE_NAMES = [API, WORKER, ...CONSUMERS].map(({ name }) => name);

/** It is no service: the pipeline runs it before a deployment. */
export const MIGRATE = { name: 'migrate', command: ['node', 'bin/migrate.ts'] };

export function tasksOf({ tasks }: Role, stage: Stage): { least: number; most: number } {
  const [least, most] = stage[tasks];
  return { least, most };
}
