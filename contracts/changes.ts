import { z } from 'zod';
import { id, LineQuantity, minor, oneAtLeast, quantity } from './http.ts';
import { name, text } from './text.ts';

const words = text(500).nullable();
const amount = minor.min(1);

export const SomeLines = z.array(LineQuantity).min(1).max(200);

/** What of a return is there: for sale again, or written off. A line may be both. */
export const ReceivedLines = z
  .array(LineQuantity.extend({ restock: z.boolean() }))
  .min(1)
  .max(400);

/**
 * What is asked of an order that lives: the arguments of the Temporal updates of the same names. `id` is whoever asks' own:
 * asked again with it, nothing happens again; a refund or a return has it for its id.
 */
export const CHANGES = {
  cancelLine: z.object({ id, lineId: id, quantity, reason: words }),
  refundOrder: z.object({ id, amount: amount.optional(), lines: SomeLines.optional(), reason: text(500).optional() }),
  requestReturn: z.object({ id, lines: SomeLines, reason: words }),
  approveReturn: z.object({ id, returnId: id }),
  rejectReturn: z.object({ id, returnId: id, reason: words }),
  receiveReturn: z.object({
    id,
    returnId: id,
    /** All of it alike, or so many of these lines. */
    received: z.union([z.object({ restock: z.boolean() }), z.object({ lines: ReceivedLines })]),
  }),
  holdOrder: z.object({ id, reason: words }),
  releaseOrder: z.object({ id, reason: words }),
  rejectRest: z.object({ id, reason: words }),
} as const satisfies Record<string, z.ZodType<{ id: string }>>;

export type ChangeName = keyof typeof CHANGES;
export type ChangeOf<Name extends ChangeName> = z.infer<(typeof CHANGES)[Name]>;

/** The whole list of lines as wanted, as the REST call has it too. */
export const WantedLines = z
  .array(
    z
      .strictObject({
        id: id.optional(),
        sku: name(100).optional(),
        quantity,
        unitPrice: minor.min(0).optional(),
        total: minor.min(0).optional(),
      })
      .meta(oneAtLeast('id', 'sku')),
  )
  .min(1)
  .max(200);

/** The argument of the update `editOrder`: the whole list of lines as wanted. */
export const EditOrder = z.object({
  id,
  lines: WantedLines,
});

export type EditOrder = z.infer<typeof EditOrder>;
