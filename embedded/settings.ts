import type { RunEntry } from './run-file.ts';

export type EmbeddedSettings = {
  /** Absolute. Everything that is kept lies in here. */
  dataDir: string;
  temporalPort: number;
  temporalUiPort: number;
  /** Where Temporal's UI has payloads opened. */
  codecUrl?: string;
  awsPort: number;
  simulatorPort: number;
  /** `auto`: the simulated carrier ships and delivers every booked order by itself. */
  carrier: 'auto' | 'off';
  /** Given: no Postgres is started. */
  databaseUrl?: string | undefined;
  /** Given: no Temporal is started. */
  temporalAddress?: string | undefined;
  /** Given: no SNS and SQS are started; the simulated carrier publishes there. */
  awsEndpointUrl?: string | undefined;
  /** Given: NATS is started there, and the simulated carrier publishes to it and not to SNS. */
  natsPort?: number | undefined;
  /** A NATS that is there already: the same, but none is started. */
  natsUrl?: string | undefined;
  /** True: AWS itself; none are started, and the simulated carrier stays quiet, as it has no credentials. */
  realAws?: boolean | undefined;
  /** The port of the API: recorded at once, so that a second start on the folder is refused while this one starts. */
  appPort?: number | undefined;
};

export type EmbeddedStack = {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalUiUrl?: string;
  /** Missing with AWS itself. */
  readonly awsEndpointUrl?: string;
  readonly natsUrl?: string;
  readonly simulatorUrl: string;
  readonly parts: readonly RunEntry[];
  /** Settles when a part goes that nobody stopped; never otherwise. */
  readonly exited: Promise<{ name: string }>;
  /** Takes everything down in the reverse order of need. Calling it twice does no harm. */
  stop(): Promise<void>;
};
