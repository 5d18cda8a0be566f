/**
 * Where the shop runs: each stage is an AWS account of its own, as topics and queues have the same names in each. What
 * belongs to the shop that deploys is an address of example.com here, to be set to its own.
 */
export interface Stage {
  readonly region: string;
  /** Whose access tokens are let in, and what they must be meant for. */
  readonly issuer: string;
  readonly audience: string;
  /** The name that callers use, and its certificate in this account. */
  readonly domain: string;
  /** The part of the certificate's ARN behind the account: `certificate/<id>`. */
  readonly certificate: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  /** Where operators have Temporal's UI; null: none. It opens payloads where it is a host beside `domain`, as the codec's cookie goes to no other site. */
  readonly temporalUiUrl: string | null;
  /** An OpenTelemetry collector that takes traces and metrics by OTLP over HTTPS; null: no traces. */
  readonly otlpEndpoint: string | null;
  /** Services of the shop that orders ask. */
  readonly customersUrl: string;
  readonly fraudUrl: string;
  readonly carrierUrl: string;
  readonly mailFrom: string;
  /** `owner/name` on GitHub: whose workflows may deploy here. */
  readonly repository: string;
  /** Tasks of each role, least and most. */
  readonly api: readonly [least: number, most: number];
  readonly worker: readonly [least: number, most: number];
  readonly consumers: readonly [least: number, most: number];
  /** Aurora capacity units, of the writer and of its reader. */
  readonly databaseUnits: readonly [least: number, most: number];
  readonly backupDays: number;
  /** Requests a second that the gateway lets through, and its burst. */
  readonly throttle: { readonly rate: number; readonly burst: number };
}

const SHOP = {
  region: 'us-east-1',
  audience: 'order-saga',
  certificate: 'certificate/00000000-0000-0000-0000-000000000000',
  repository: 'example/order-saga',
  otlpEndpoint: null,
};

export const STAGES = {
  staging: {
    ...SHOP,
    issuer: 'https://login.staging.example.com/',
    domain: 'orders.staging.example.com',
    temporalAddress: 'order-saga-staging.example.tmprl.cloud:7233',
    temporalNamespace: 'order-saga-staging.example',
    temporalUiUrl: null,
    customersUrl: 'https://customers.staging.example.com',
    fraudUrl: 'https://fraud.staging.example.com',
    carrierUrl: 'https://carrier.staging.example.com',
    mailFrom: 'orders@staging.example.com',
    api: [2, 4],
    worker: [2, 4],
    consumers: [1, 2],
    databaseUnits: [0.5, 4],
    backupDays: 7,
    throttle: { rate: 100, burst: 200 },
  },
  production: {
    ...SHOP,
    issuer: 'https://login.example.com/',
    domain: 'orders.example.com',
    temporalAddress: 'order-saga.example.tmprl.cloud:7233',
    temporalNamespace: 'order-saga.example',
    temporalUiUrl: null,
    customersUrl: 'https://customers.example.com',
    fraudUrl: 'https://fraud.example.com',
    carrierUrl: 'https://carrier.example.com',
    mailFrom: 'orders@example.com',
    api: [3, 24],
    worker: [3, 24],
    consumers: [2, 8],
    databaseUnits: [2, 64],
    backupDays: 35,
    throttle: { rate: 1000, burst: 2000 },
  },
} as const satisfies Record<string, Stage>;

export type StageName = keyof typeof STAGES;

export function isStageName(name: unknown): name is StageName {
  return typeof name === 'string' && Object.hasOwn(STAGES, name);
}
