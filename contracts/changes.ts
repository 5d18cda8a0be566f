import { z } from 'zod';
import { name, text } from './text.ts';

const id = name(64);
const quantity = z.int().min(1).max(10_000);
const minor = z.int();
const words = text(500).nullable();
const lines = z
  .array(z.strictObject({ lineId: id, quantity }))
  .min(1)
  .max(200);
const amount = minor.min(1);

/**
 * What is asked of an order that lives: the arguments of the Temporal updates of the same names. `id` is whoever asks' own:
 * asked again with it, nothing happens again; a refund or a return has it for its id.
 */
export const CHANGES = {
  cancelLine: z.object({ id, lineId: id, quantity, reason: words }),
  refundOrder: z.object({ id, amount: amount.optional(), lines: lines.optional(), reason: text(500).optional() }),
  requestReturn: z.object({ id, lines, reason: words }),
  approveReturn: z.object({ id, returnId: id }),
  rejectReturn: z.object({ id, returnId: id, reason: words }),
  receiveReturn: z.object({
    id,
    returnId: id,
    /** All of it alike, or so many of these lines. */
    received: z.union([
      z.object({ restock: z.boolean() }),
      z.object({
        lines: z
          .array(z.strictObject({ lineId: id, quantity, restock: z.boolean() }))
          .min(1)
          .max(400),
      }),
    ]),
  }),
  holdOrder: z.object({ id, reason: words }),
  releaseOrder: z.object({ id, reason: words }),
  rejectRest: z.object({ id, reason: words }),
} as const satisfies Record<string, z.ZodType<{ id: string }>>;

export type ChangeName = keyof typeof CHANGES;
export type ChangeOf<Name extends ChangeName> = z.infer<(typeof CHANGES)[Name]>;

/** The argument of the update `editOrder`: the whole list of lines as wanted. */
export const EditOrder = z.object({
  id,
  lines: z
    .array(
      z.strictObject({
        id: id.optional(),
        sku: name(100).optional(),
        quantity,
        unitPrice: minor.min(0).optional(),
        total: minor.min(0).optional(),
      }),
    )
    .min(1)
    .max(200),
});

export type EditOrder = z.infer<typeof EditOrder>;
