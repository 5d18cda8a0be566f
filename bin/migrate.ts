import { Client, Connection } from '@temporalio/client';
import { migrateDatabase } from '../db/migrate.ts';
import { databaseAddress } from './database-address.ts';
import { readSettings } from './settings.ts';
import { temporalAddress } from './temporal-address.ts';
import { addSearchAttributes } from './temporal-setup.ts';
import { onTopology } from './topology.ts';
import { ensureKmsRing } from './vault.ts';

/** Brings schema, key ring, topics, queues and search attributes up to date. Safe to run again; before a new version starts. */
const settings = readSettings();
const connection = await Connection.connect(temporalAddress(settings));
await Promise.all([
  migrateDatabase(databaseAddress(settings)).then(() => ensureKmsRing(settings)),
  onTopology(settings, 'apply'),
  addSearchAttributes(new Client({ connection, namespace: settings.TEMPORAL_NAMESPACE }), settings.TEMPORAL_NAMESPACE),
]);
await connection.close();
