import { z } from 'zod';
import { ROLES } from './roles.ts';

const port = z.coerce.number().int().min(1).max(65_535);
const ms = z.coerce.number().int().min(1);

/** @param shape what it must look like, for whoever wrote something else */
function json<Schema extends z.ZodType>(schema: Schema, byDefault: string, shape: string) {
  return z
    .string()
    .default(byDefault)
    .transform((text, context): z.output<Schema> => {
      try {
        return schema.parse(JSON.parse(text));
      } catch {
        context.addIssue({ code: 'custom', message: `must be JSON: ${shape}` });
        return z.NEVER;
      }
    });
}

/** An API key and who it stands for. */
const ApiKey = z.object({
  key: z.string().min(1),
  name: z.string().min(1),
  role: z.enum(ROLES),
  storefront: z.string().nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** A token bucket each. They are far above what one process does: a flood of one shop is to be told so, and not the usual day. */
const rate = (burst: number, perSecond: number) =>
  z
    .strictObject({ burst: z.int().min(1).max(1_000_000), perSecond: z.number().positive() })
    .default({ burst, perSecond });
const RateLimits = z.strictObject({
  key: rate(2000, 500),
  storefront: rate(4000, 1000),
  streams: z.int().min(1).default(2000),
  batches: z.int().min(1).default(10),
});

const days = (least: number) => z.int().min(least).max(36_500);
/** A message can come for 65 days, and an order can come back for 30: see domain/message-life.ts. */
const Retention = z.strictObject({
  messages: days(65).default(90),
  webhooks: days(65).default(90),
  idempotencyKeys: days(1).default(30),
  differences: days(1).default(90),
  audit: days(90).default(730),
  persons: days(90).nullable().default(null),
});

/** The rows of domain/timing.ts. */
const TIMING_ROWS = [
  'attempt',
  'storeAttempt',
  'store',
  'verify',
  'authorize',
  'compensate',
  'lateCall',
  'returnWindow',
  'review',
] as const;

/** Every setting that the environment can make, with its default. */
export const Settings = z
  .object({
    PORT: port.default(3000).describe('Port of the API'),
    HTTPS: z
      .enum(['off', 'self-signed'])
      .default('off')
      .describe(
        'Whether the API speaks HTTPS alone: with a certificate that it makes for itself at each start, for a load balancer that looks at none',
      ),
    PUBLIC_URL: z
      .url()
      .optional()
      .describe('Where callers reach the API; unset: http://127.0.0.1:PORT, or https:// with HTTPS'),
    DATA_DIR: z.string().default('.data').describe('Where the embedded parts keep their data'),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),

    TEMPORAL_ADDRESS: z.string().optional().describe('A Temporal server; unset: npm start starts one'),
    TEMPORAL_NAMESPACE: z.string().default('default'),
    TEMPORAL_TLS: z.enum(['on', 'off']).default('off').describe('TLS to TEMPORAL_ADDRESS; an API key turns it on'),
    TEMPORAL_API_KEY: z.string().optional().describe('A key of Temporal Cloud'),
    TEMPORAL_PORT: port.default(7233).describe('Port of the embedded Temporal'),
    TEMPORAL_UI_PORT: port.default(8233).describe("Port of the embedded Temporal's UI"),
    WORKER_BUILD_ID: z
      .string()
      .optional()
      .describe('The version of this worker, which takes work once it is given some (ops -- rollout); unset: at once'),
    TEMPORAL_UI_URL: z
      .url()
      .optional()
      .describe(
        "Where operators reach Temporal's UI, for the console's links and so that its pages may have payloads opened at /codec; unset: none, and with npm start its own",
      ),
    WORKFLOW_STACK_TRACES: z
      .enum(['on', 'off'])
      .default('off')
      .describe("Stack traces of workflow code, in failures and in Temporal's UI: for whoever looks for a bug"),
    TEMPORAL_CLI: z.string().optional().describe('Path of the temporal CLI; unset: looked for, or built'),

    DATABASE_URL: z.string().optional().describe('A Postgres; unset: npm start starts one'),
    DATABASE_SECRET: z
      .string()
      .optional()
      .describe("A secret of AWS Secrets Manager with DATABASE_URL's password, asked for each new connection"),
    DATABASE_POOL: z.coerce.number().int().min(2).default(20).describe('Connections at most, per process'),

    KEY_RING_FILE: z
      .string()
      .optional()
      .describe(
        "The key ring for Temporal's payloads, a file for its owner alone; unset: keys/ring.json in DATA_DIR, which npm start makes",
      ),
    KMS_KEY_ID: z
      .string()
      .optional()
      .describe('Key of AWS KMS (id, ARN or alias) that wraps a key ring in the database; unset: KEY_RING_FILE'),
    KEY_RING_READ_SECONDS: z.coerce
      .number()
      .min(1)
      .default(60)
      .describe('A key that another process has added wraps here by then, too'),
    PLAIN_PAYLOADS: z
      .union([z.enum(['refused', 'read']), z.iso.datetime({ offset: true })], {
        error: 'must be refused, read, or the time until which they are read',
      })
      .optional()
      .describe(
        'Payloads in Temporal that are not encrypted, such as those from before: refused, read, or read until a time; unset: refused, and with npm start read',
      ),

    MESSAGING: z.enum(['sns-sqs', 'nats']).default('sns-sqs').describe('What the events go over'),
    NATS_URL: z.string().optional().describe('A NATS with JetStream; unset: npm start starts one'),
    NATS_PORT: port.default(4222).describe('Port of the embedded NATS'),

    AWS_REGION: z.string().default('us-east-1'),
    AWS_ENDPOINT_URL: z.string().optional().describe('An SNS/SQS that is not AWS; unset: npm start starts one'),
    AWS_PORT: port.default(4566).describe('Port of the embedded SNS/SQS'),
    AWS_ACCOUNT_ID: z.string().default('000000000000').describe('Account of the topics'),
    CLAIM_BUCKET: z.string().min(3).default('order-saga-claims').describe('S3 bucket for the data of large events'),
    MESSAGE_MAX_BYTES: z.coerce
      .number()
      .int()
      .min(1024)
      // A dead letter carries its reason beside what it was, within the 1 MiB of SQS.
      .max(1_048_576 - 8192)
      .default(262_144)
      .describe('Events above this leave their data in CLAIM_BUCKET'),

    RELAY_PARTITIONS: z.coerce
      .number()
      .int()
      .min(1)
      .max(32)
      .default(1)
      .describe('Relays that share the outbox; the process that started last says how many'),
    OTEL_EXPORTER_OTLP_ENDPOINT: z
      .url()
      .transform((url) => url.replace(/\/$/, ''))
      .optional()
      .describe('An OpenTelemetry collector (OTLP over HTTP) for traces and metrics; unset: none'),
    TRACES_SAMPLED: z.coerce.number().min(0).max(1).default(1).describe('The part of the orders whose traces are kept'),
    METRICS_PORT: port.optional().describe('Port of the metrics, for Prometheus; unset: none'),
    TEMPORAL_METRICS_PORT: port
      .optional()
      .describe("Port of the metrics of Temporal's SDK, for Prometheus; unset: none"),

    SIMULATOR_PORT: port.default(3900).describe('Port of the simulated customers, payments and carrier'),
    CARRIER: z.enum(['auto', 'off']).default('auto').describe('Whether the simulated carrier ships by itself'),
    CUSTOMERS_URL: z.string().optional().describe('The customer service; unset: npm start simulates it'),
    FRAUD_URL: z
      .string()
      .optional()
      .describe(
        "The fraud check; unset: npm start simulates it, and elsewhere the storefronts' limits alone hold orders",
      ),
    CARRIER_URL: z.string().optional().describe('The carrier; unset: npm start simulates it'),
    STRIPE_URL: z
      .string()
      .optional()
      .describe("What speaks Stripe's API; unset: Stripe itself, or with npm start the simulator"),
    STRIPE_API_KEY: z.string().default('sk_test_simulator'),

    API_KEYS: json(z.array(ApiKey), '[]', '[{ key, name, role, storefront }]').describe(
      'API keys beside the development keys of npm start',
    ),

    OIDC_ISSUER: z.url().optional().describe('Whose access tokens are taken (JWT); unset: API keys alone'),
    OIDC_AUDIENCE: z.string().default('order-saga').describe('What its tokens must be meant for'),
    OIDC_JWKS_URL: z.url().optional().describe('Its keys; unset: OIDC_ISSUER with /.well-known/jwks.json'),
    OIDC_CLOCK_SKEW_SECONDS: z.coerce.number().min(0).max(300).default(30).describe('How far its clock may be off'),
    OIDC_COOLDOWN_MS: ms
      .default(30_000)
      .describe('An unknown key id has its keys fetched anew, at most once in this time'),
    OIDC_TIMEOUT_MS: ms.default(3000).describe('One fetch of its keys'),

    LIVE_POLL_MS: ms
      .default(1000)
      .describe('How often orders that somebody follows are looked at, should a notification have been lost'),
    LIVE_STREAM_MS: ms
      .default(3_600_000)
      .describe('A stream of events ends after this: its client comes again, to whichever process has room'),

    ORDERS_AT_ONCE: z.coerce
      .number()
      .int()
      .min(1)
      .default(8)
      .describe('Orders that one process takes up at the same time; the others wait, storefronts in turn'),
    ORDER_WAIT_MS: ms
      .default(1000)
      .describe('An order that would wait longer than this to be taken up is answered 503 overloaded at once'),
    RATE_LIMITS: json(RateLimits, '{}', '{ key, storefront: { burst, perSecond }, streams, batches }').describe(
      'Requests that one process takes of an API key, and of all keys of a storefront; streams and batches that a key has open at a time',
    ),
    HEADERS_TIMEOUT_MS: ms.default(30_000).describe('Who has not sent its headers by then is cut off'),
    REQUEST_TIMEOUT_MS: ms.default(60_000).describe('Who has not sent its whole request by then is cut off'),
    ANSWER_DEADLINE_MS: ms.default(5000).describe('A checkout is answered 202 after this'),
    PAYMENT_TIMEOUT_MS: ms.default(3000).describe('One call to the payment service'),
    CUSTOMER_TIMEOUT_MS: ms.default(2000).describe('One call to the customer service'),
    CARRIER_TIMEOUT_MS: ms.default(5000).describe('One call to the carrier'),
    CONSUMER_RETRY_SECONDS: z.coerce
      .number()
      .min(0)
      .default(1)
      .describe('Before a message that failed is tried again; twice as long each time, a minute at most'),
    SMTP_URL: z
      .string()
      .optional()
      .describe(
        "Where customers' messages go, smtp://user:password@host:587 (by STARTTLS; with ?requireTLS=false also without) or smtps://…; unset: they are logged, without addresses",
      ),
    SMTP_TIMEOUT_MS: ms.default(15_000).describe('One message, from the connection to the answer'),
    MAIL_FROM: z.string().optional().describe("The sender of customers' messages, needed with SMTP_URL"),
    WEBHOOK_PRIVATE_ADDRESSES: z
      .enum(['refused', 'allowed'])
      .optional()
      .describe(
        'Whether webhooks go to private addresses and over plain http; unset: refused, and with npm start allowed',
      ),
    WEBHOOK_TIMEOUT_MS: ms.max(20_000).default(15_000).describe('One attempt at a webhook'),
    WEBHOOK_SCHEDULE: z
      .string()
      .transform((text) => text.split(',').map(Number))
      .refine((waits) => waits.length <= 50 && waits.every((wait) => wait >= 0), 'must be seconds, comma separated')
      .optional()
      .describe('Seconds before each attempt at a webhook, comma separated; unset: as Standard Webhooks has it'),
    CARRIER_WEBHOOK_SECRETS: z
      .string()
      .default('')
      .transform((text) => text.split(',').filter((secret) => secret !== ''))
      .refine((secrets) => secrets.every((secret) => /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(secret)), {
        error: 'must be whsec_<24 to 64 bytes in base64>, comma separated',
      })
      .describe("Any of them signs carriers' webhooks, so that one can follow another; unset: none is taken"),
    LOW_STOCK_THRESHOLD: z.coerce
      .number()
      .int()
      .min(0)
      .default(10)
      .describe('A SKU with fewer units left to sell is told of as low, where stock_levels has no threshold for it'),
    RETENTION_DAYS: json(
      Retention,
      '{}',
      '{ messages (65 or more), webhooks (65 or more), idempotencyKeys, differences, audit (90 or more), persons (90 or more, or null) }',
    ).describe(
      'How many days each is kept: 90, 90, 30, 90 and 730 by default; `persons`, the person in an order that is over, since the last that happened to it, null by default: until erased',
    ),
    TIMING: json(
      z.partialRecord(z.enum(TIMING_ROWS), z.int().positive()),
      '{}',
      '{ "<row of domain/timing.ts>": milliseconds }',
    ).describe('Waiting times of the saga that differ from domain/timing.ts'),
  })
  .describe('Settings');

export type Settings = z.infer<typeof Settings>;
