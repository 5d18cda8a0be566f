import { DBOS } from '@dbos-inc/dbos-sdk';
import { serveDoor } from '../shared/door.ts';
import { connectPools, onStop, readEnvironment } from '../shared/env.ts';
import { connectOutside } from '../shared/work.ts';
import { orderDesk } from './order-desk.ts';
import { registerOrderWorkflow } from './order-workflow.ts';
import { registerSteps } from './steps.ts';
import { connectSystemDatabase } from './system-database.ts';

/*
 * DBOS Transact: workflows in this process, checkpointed in Postgres. What was under way when the process died is taken
 * on by `launch`.
 */
const environment = readEnvironment();
const pools = connectPools(environment);
const system = connectSystemDatabase(environment.DATABASE_URL);
const orderWorkflow = registerOrderWorkflow(registerSteps(pools.sql, connectOutside(environment)));

DBOS.setConfig({
  name: 'bench-orders',
  // Recovery takes on what this version left; by default it is a hash of the workflow's source.
  applicationVersion: '1',
  ...system.settings,
  // For events, messages and streams, of which an order has none.
  useListenNotify: false,
  logLevel: 'error',
});
await DBOS.launch();

const door = await serveDoor({ port: environment.PORT, sql: pools.door, place: orderDesk(orderWorkflow) });
onStop(async () => {
  await door.close();
  await DBOS.shutdown({ workflowCompletionTimeoutMS: 2_000 });
  await Promise.all([system.close(), pools.close()]);
});
