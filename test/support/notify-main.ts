import { z } from 'zod';
import { connect } from '../../db/client.ts';
import { breaker } from '../../messaging/breaker.ts';
import { notificationsHandler } from '../../messaging/handlers/notifications.ts';
import { smtpMailer } from '../../messaging/notifications/smtp-mailer.ts';
import { loadTemplates } from '../../messaging/notifications/templates.ts';

/** A process of its own that tells a customer of one event: for a test to kill it in the middle. */
const Work = z.object({ databaseUrl: z.string(), smtpUrl: z.string(), body: z.string() });
const { databaseUrl, smtpUrl, body } = Work.parse(JSON.parse(process.argv[2] ?? ''));
const database = connect(databaseUrl, { max: 1 });
const handle = notificationsHandler({
  db: database.db,
  mailer: smtpMailer({ url: smtpUrl, from: 'Shop <orders@shop.example>', timeoutMs: 60_000 }),
  templates: loadTemplates(),
  smtp: breaker(),
  unknownAfterMs: 60_000,
  onNotSent: () => undefined,
});
await handle({ body, receives: 1 }, new AbortController().signal);
await database.close();
