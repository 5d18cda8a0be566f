import { z } from 'zod';

export const PLACING = [
  // Its key is claimed, and Temporal has not heard of it.
  'before the start',
  'before placeOrder',
  'after placeOrder',
  'before verifyCustomer',
  'after verifyCustomer',
  'before authorizePayment',
  // The provider has done it; its answer is not read.
  'while authorizing',
  'after authorizePayment',
] as const;
export const STARTING_TO_CANCEL = ['before startCancel', 'after startCancel'] as const;
export const VOIDING = [
  'before voidPayment',
  // The provider has voided it; nothing of that is written.
  'while voiding',
  'after voidPayment',
] as const;
export const RELEASING = ['before releaseStock', 'after releaseStock'] as const;

/** Where the process can be told to die, in the order in which an order comes by. */
export const POINTS = [
  ...PLACING,
  'before confirmOrder',
  ...STARTING_TO_CANCEL,
  ...VOIDING,
  ...RELEASING,
  // The commit that decides the order is in, and nobody has been told.
  'decided',
  'after confirmOrder',
  // The answer is with the socket; Temporal's server does not know that the task is done.
  'answered',
] as const;
export type Point = (typeof POINTS)[number];

export function isPoint(text: string): text is Point {
  return POINTS.some((point) => point === text);
}

/** All at once in the workflow's own task, or step by step as regular activities. */
export const GEARS = ['quick', 'patient'] as const;
export type Gear = (typeof GEARS)[number];

/** Of whom, and where: the order of this Idempotency-Key, when it comes by. */
export const Trap = z.object({ key: z.string(), point: z.enum(POINTS), gear: z.enum(GEARS) });
export type Trap = z.infer<typeof Trap>;

/** `PUT` of a Trap; the answer's head says that it is set, its body ends with the process. */
export const TRAP_PATH = '/bench/trap';
