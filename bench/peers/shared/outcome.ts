import type { Refusal as RefusalCode } from '../../../domain/errors.ts';

/** Why an order cannot be had. Engines that carry errors as text know it by its name and its `code`. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly details?: Record<string, unknown>;

  constructor(code: RefusalCode, details?: Record<string, unknown>) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    if (details) this.details = details;
  }
}

/**
 * What became of an order: plain JSON, fit for any engine's journal. `decidedAt` (RFC 3339) is the `updated_at` of its
 * row, so that an answer needs no look into the database and still is the same when it is read from there later.
 */
export type Outcome =
  { status: 'PROCESSING'; decidedAt: string } | { status: 'CANCELED'; reason: RefusalCode; decidedAt: string };

/** Who declined was asked, and holds nothing. */
export function isDecline(reason: RefusalCode): boolean {
  return reason === 'payment_declined' || reason === 'authentication_required';
}
