import { afterAll } from '@jest/globals';
import { stackForThisFile } from '../support/stack.ts';
import { type SmtpWorld, startSmtp } from '../support/smtp.ts';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { accidents } from './canary/accidents.ts';
import { everyOperation } from './canary/operations.ts';
import { quiet } from './canary/quiet.ts';
import { SECRETS } from './canary/words.ts';

/** Secrets and a person's address go every way that there is; then everything is searched that others may read. */
let mail: SmtpWorld;
let receiver: WebhookReceiver;
/** What was answered where something was wrong. */
const errors: string[] = [];

const stack = stackForThisFile(async () => {
  mail = await startSmtp();
  receiver = await startReceiver();
  return {
    LOG_LEVEL: 'trace',
    CARRIER: 'off',
    API_KEYS: JSON.stringify([{ key: SECRETS.key, name: 'shop', role: 'checkout', storefront: 'us' }]),
    STRIPE_API_KEY: SECRETS.stripe,
    CARRIER_WEBHOOK_SECRETS: SECRETS.webhook,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Shop <orders@shop.example>',
    // Nobody is given up: a disabled endpoint would hear no more.
    WEBHOOK_SCHEDULE: '0,0.2,3600',
    CONSUMER_RETRY_SECONDS: '0.05',
    TIMING: JSON.stringify({ verify: 1500 }),
  };
});
afterAll(async () => {
  await mail.stop();
  await receiver.stop();
});

const world = { stack, errors, mail: () => mail, receiver: () => receiver };
everyOperation(world);
accidents(world);
quiet(world);
