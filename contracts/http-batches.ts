import { z } from 'zod';
import { justOne, OrderView, PlaceOrder, Problem } from './http.ts';

export const NDJSON = 'application/x-ndjson';
/** More are another batch. */
export const BATCH_LINES = 1000;

/** As it stands in a line, or in a header. */
export const IdempotencyKey = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[!-~]([ -~]*[!-~])?$/, 'must be 1 to 255 printable ASCII characters');

export const BatchLine = z
  .strictObject({
    idempotencyKey: IdempotencyKey.meta({
      description: 'Of the order, as if it came by itself: with POST /v1/orders it makes the same one',
    }),
    order: PlaceOrder,
  })
  .meta({ id: 'BatchLine' });

export const BatchOutcome = z
  .object({
    line: z.int().min(1).meta({ description: 'Its number in the body, from 1; blank lines count' }),
    idempotencyKey: z.string().nullable().meta({ description: 'Null where the line has none that can be read' }),
    status: z.int().meta({ description: 'What POST /v1/orders would have answered' }),
    replayed: z.boolean().meta({ description: 'The answer that an earlier request with this key got' }),
    order: OrderView.optional(),
    problem: Problem.optional(),
  })
  .meta({ id: 'BatchOutcome', ...justOne('order', 'problem') });

/** What the document says of NDJSON: text, of which each line is one of these. */
const linesOf = (schema: string, description: string) => ({
  description,
  contentMediaType: NDJSON,
  contentSchema: { $ref: `#/components/schemas/${schema}` },
});

/** Its lines are read one by one, so that a wrong one stops no other. */
export const Batch = z
  .string()
  .regex(/[^ \t\r\n]/)
  .meta(linesOf('BatchLine', `NDJSON: an order a line, ${BATCH_LINES} at most; blank lines are passed over`));

export const BatchOutcomes = z
  .string()
  .refine((text) => text.trimEnd().split('\n').every(isOutcome))
  .meta(linesOf('BatchOutcome', 'NDJSON: an outcome a line, in the order of the lines, each as soon as it is there'));

function isOutcome(line: string): boolean {
  return BatchOutcome.safeParse(JSON.parse(line)).success;
}
