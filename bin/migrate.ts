import { Client, Connection } from '@temporalio/client';
import { migrateDatabase } from '../db/migrate.ts';
import { applyTopology } from '../messaging/apply-topology.ts';
import { awsClients, awsPlace } from './runtime.ts';
import { readSettings, required } from './settings.ts';
import { addSearchAttributes } from './temporal-setup.ts';

/** Brings schema, topics, queues and search attributes up to date. Safe to run again; before a new version starts. */
const settings = readSettings();
const connection = await Connection.connect({ address: required(settings, 'TEMPORAL_ADDRESS') });
const aws = awsClients(settings);
await Promise.all([
  migrateDatabase(required(settings, 'DATABASE_URL')),
  applyTopology(aws, awsPlace(settings)),
  addSearchAttributes(new Client({ connection, namespace: settings.TEMPORAL_NAMESPACE }), settings.TEMPORAL_NAMESPACE),
]);
await connection.close();
aws.sns.destroy();
aws.sqs.destroy();
