import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Stripe } from 'stripe';
import { ulid } from 'ulid';
import { z } from 'zod';
import type { PaymentProvider } from '../../activities/payment-provider.ts';
import { stripeClient, stripePayments } from '../../activities/stripe-payments.ts';
import { createApp } from '../../simulators/app.ts';
import { openStore } from '../../simulators/store.ts';
import { type HttpRequest, send } from './http.ts';

const Entries = z.array(z.object({ orderId: z.string(), kind: z.string(), amount: z.int(), currency: z.string() }));
const AccountAnswer = z.object({
  multicapture: z.boolean(),
  captureWindowSeconds: z.int(),
  keyLifeSeconds: z.int(),
});
type AccountSettings = z.infer<typeof AccountAnswer>;

/** The simulated Stripe in this process, and what the shop and its tests ask of it. */
export interface StripeSimulator {
  stripe: Stripe;
  payments: PaymentProvider;
  /** `kind amount`, in the order in which it happened. */
  ledger(orderId: string): Promise<string[]>;
  account(): Promise<AccountSettings>;
  /** What is left out has its default. */
  dial(settings: Partial<AccountSettings>): Promise<void>;
  /** The same world after a restart. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** `lineTo` puts something between the adapter and the simulator, and gives its port. */
export async function startStripeSimulator(
  lineTo: (port: number) => Promise<number> = async (port) => port,
): Promise<StripeSimulator> {
  const dataDir = await mkdtemp(join(tmpdir(), 'order-saga-stripe-'));
  let world = await serve(dataDir, 0);
  const { port } = world;
  const stripe = stripeClientAt(`http://127.0.0.1:${await lineTo(port)}`);
  const ask = async (path: string, init: HttpRequest = {}): Promise<unknown> => {
    const answer = await send(port, path, { ...init, headers: { 'Content-Type': 'application/json' } });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    return answer.body;
  };
  return {
    stripe,
    payments: stripePayments(stripe),
    ledger: async (orderId) =>
      Entries.parse(await ask(`/ledger?orderId=${orderId}`)).map(({ kind, amount }) => `${kind} ${amount}`),
    account: async () => AccountAnswer.parse(await ask('/account')),
    async dial(settings) {
      await ask('/account', { method: 'PUT', body: JSON.stringify(settings) });
    },
    async restart() {
      await world.stop();
      world = await serve(dataDir, port);
    },
    async stop() {
      await world.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export const stripeClientAt = (url: string) => stripeClient({ apiKey: 'sk_test_simulator', url, timeoutMs: 5_000 });

async function serve(dataDir: string, port: number) {
  const store = openStore(dataDir);
  const server = createServer(createApp(store, { shipAfterMs: null, lateAnswerMs: 200 }, pino({ level: 'silent' })));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the simulator has no port');
  return {
    port: address.port,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      store.close();
    },
  };
}

const HOUR_MS = 60 * 60 * 1000;
/** Longer ago than Stripe promises to know a key. */
export const longAgo = () => new Date(Date.now() - 24 * HOUR_MS);

/** An order as the adapter hears of it: 1000 of it to be authorized. */
export function newPayment(method = 'pm_card_visa', customerId: string | null = `cus_${ulid()}`) {
  const orderId = ulid();
  return {
    key: `${orderId}:authorize:1`,
    orderId,
    amount: 1000,
    currency: 'USD',
    method,
    customerId,
    since: new Date(),
  };
}
