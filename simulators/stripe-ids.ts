import { randomBytes } from 'node:crypto';

/** A random id as Stripe's look: `pi_` and 24 characters. */
export const stripeId = (prefix: string) => `${prefix}_${randomBytes(18).toString('hex').slice(0, 24)}`;

/** Stripe's times are whole seconds. */
export const unixNow = () => Math.floor(Date.now() / 1000);
