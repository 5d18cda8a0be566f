import { DescribeTasksCommand, ECSClient, RunTaskCommand, waitUntilTasksStopped } from '@aws-sdk/client-ecs';
import { z } from 'zod';
import { MIGRATE } from './roles.ts';
import { STAGES } from './stages.ts';

/** Runs `bin/migrate.ts` in the VPC, as the platform stack has it by now, and ends as it does. */
const { SUBNETS, SECURITY_GROUP } = z
  .object({ SUBNETS: z.string().transform((text) => text.split(',')), SECURITY_GROUP: z.string().min(1) })
  .parse(process.env);
const cluster = 'order-saga';
const client = new ECSClient({ region: STAGES.production.region });

const { tasks = [], failures = [] } = await client.send(
  new RunTaskCommand({
    cluster,
    taskDefinition: `order-saga-${MIGRATE.name}`,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: SUBNETS, securityGroups: [SECURITY_GROUP] } },
  }),
);
const arn = tasks[0]?.taskArn;
if (arn === undefined) throw new Error(`it was not started: ${failures.map(({ reason }) => reason).join(', ')}`);
await waitUntilTasksStopped({ client, maxWaitTime: 3600, minDelay: 5, maxDelay: 15 }, { cluster, tasks: [arn] });
const { tasks: stopped = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: [arn] }));
const app = stopped[0]?.containers?.find(({ name }) => name === 'app');
if (app?.exitCode !== 0) throw new Error(`it ended with ${app?.exitCode}: ${app?.reason ?? stopped[0]?.stoppedReason}`);
