import { DBOS } from '@dbos-inc/dbos-sdk';
import { serveDoor } from '../shared/door.ts';
import { connectPools, onStop, readEnvironment } from '../shared/env.ts';
import { connectOutside } from '../shared/work.ts';
import { ordersDatabase, systemSettings } from './databases.ts';
import { orderDesk } from './order-desk.ts';
import { registerOrderWorkflow } from './order-workflow.ts';
import { registerSteps } from './steps.ts';

/*
 * DBOS Transact: a workflow in this process, its checkpoints in Postgres. What was under way when the process died is
 * taken on by `launch`.
 */
const environment = readEnvironment();
const pools = connectPools(environment);
const orderWorkflow = registerOrderWorkflow(registerSteps(ordersDatabase(environment), connectOutside(environment)));

DBOS.setConfig(systemSettings(environment));
await DBOS.launch();

const door = await serveDoor({ port: environment.PORT, sql: pools.door, place: orderDesk(orderWorkflow) });
onStop(async () => {
  await door.close();
  await DBOS.shutdown({ workflowCompletionTimeoutMS: 2_000 });
  await pools.close();
});
