import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { pino } from 'pino';
import { openMessaging } from '../../../bin/messaging.ts';
import { readSettings } from '../../../bin/settings.ts';
import { QUEUE_NAMES } from '../../../messaging/topology.ts';
import { databaseOf } from '../../support/stack-ops.ts';
import type { Stack } from '../../support/stack.ts';

/** Everything that the house keeps outside of Temporal, as text. */

/** Each row of each table. */
export async function databaseDump(stack: Stack): Promise<Map<string, string>> {
  const database = databaseOf(stack);
  if (!database) throw new Error('there is no database');
  const { sql } = database;
  try {
    const tables = await sql<{ name: string }[]>`
      select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`;
    const dump = new Map<string, string>();
    for (const { name } of tables) {
      const rows = await sql.unsafe<{ text: string }[]>(`select to_jsonb(t)::text as text from ${name} t`);
      dump.set(name, rows.map(({ text }) => text).join('\n'));
    }
    return dump;
  } finally {
    await database.close();
  }
}

/** Each object in the bucket for claims. */
export async function objectsOf({ awsEndpoint }: Stack): Promise<string[]> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const s3 = new S3Client({ endpoint: awsEndpoint, region: 'us-east-1', credentials, forcePathStyle: true });
  const Bucket = 'order-saga-claims';
  try {
    const objects: string[] = [];
    let token: string | undefined;
    do {
      const page = await s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: token }));
      for (const { Key } of page.Contents ?? [])
        objects.push((await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()) ?? '');
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return objects;
  } finally {
    s3.destroy();
  }
}

/** Each dead letter of each queue, and how many messages wait beside them. */
export async function messagesOf({ awsEndpoint }: Stack): Promise<{ letters: string[]; waiting: number }> {
  const settings = readSettings({ AWS_ENDPOINT_URL: awsEndpoint });
  const { messaging, ...transport } = await openMessaging(settings, pino({ level: 'silent' }));
  try {
    const letters: string[] = [];
    let waiting = 0;
    for (const queue of QUEUE_NAMES) {
      for (const { body, reason } of await messaging.deadLetters.list(queue)) letters.push(`${body} ${reason}`);
      waiting += (await messaging.depth(queue)).messages;
    }
    return { letters, waiting };
  } finally {
    await transport.close();
  }
}
