import { z } from 'zod';
import type { Storefront } from '../../domain/storefronts.ts';

/** What goes between the bench and its load generator. */

/** What a provider is told to do with an order's payment. */
export const PAYMENTS = ['approved', 'declined', 'timed-out'] as const;
export type Payment = (typeof PAYMENTS)[number];

export type Load =
  /** Always so many under way, for so long. */
  | { kind: 'closed'; inFlight: number; seconds: number }
  /** So many orders that come when they come (Poisson), answered or not. */
  | { kind: 'open'; rate: number; orders: number; giveUp?: GiveUp };

/** Ends an open-loop run early, once more than so many answers took longer: it can only get worse. */
export interface GiveUp {
  slowerThanMs: number;
  moreThan: number;
}

export interface Job {
  url: string;
  load: Load;
  /** The same seed makes the same orders at the same times, whoever gets them. */
  seed: number;
  /** What the Idempotency-Keys begin with. */
  keys: string;
  /** Whose checkout sends them; all of them in turns without it. */
  storefront?: Storefront;
  /** Share of the orders that want the same SKU. */
  hot?: number;
  /** Whether each has an e-mail address of its own. */
  emails?: boolean;
  /** Sends an order again, with its key, until it has a decided answer: for runs with a crash in them. */
  persist?: boolean;
}

const Placed = z.object({
  key: z.string(),
  payment: z.enum(PAYMENTS),
  /** Milliseconds from the run's beginning: when it was to be sent, open loop, or was sent, closed loop. */
  sentAt: z.number(),
  /** From then to the last byte of its answer. */
  latencyMs: z.number(),
  /** 0: no answer came. */
  status: z.int(),
  code: z.string().nullable(),
  orderId: z.string().nullable(),
});
export type Placed = z.infer<typeof Placed>;

export const Run = z.object({
  placed: z.array(Placed),
  /** What was answered from `opensAt` to `closesAt` counts for the rate: every place is taken, and none runs empty. */
  opensAt: z.number(),
  closesAt: z.number(),
  /** The run was ended early by `giveUp`. */
  gaveUp: z.boolean(),
});
export type Run = z.infer<typeof Run>;

export const Reply = z.union([z.object({ run: Run }), z.object({ error: z.string() })]);
export type Reply = z.infer<typeof Reply>;

/** The answer that the work deserves. */
const EXPECTED: Record<Payment, number> = { approved: 201, declined: 402, 'timed-out': 503 };

export function asExpected({ payment, status }: Pick<Placed, 'payment' | 'status'>): boolean {
  return status === EXPECTED[payment];
}

/** Decided, as far as the one who asks can tell: asked again with the same key, the answer must be the same. */
export function isDecided({ status, code, orderId }: Pick<Placed, 'status' | 'code' | 'orderId'>): boolean {
  if (status === 503) return code === 'dependency_unavailable' && orderId !== null;
  return status === 201 || status === 402 || status === 422 || (status === 409 && code === 'out_of_stock');
}
