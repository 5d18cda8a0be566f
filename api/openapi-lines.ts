import type { z } from 'zod';
import { createSchema, type CreateDocumentOptions } from 'zod-openapi';
import { BatchLine, BatchOutcome } from '../contracts/http-batches.ts';

/** What the lines of a batch are: its body and its answer are text to OpenAPI, whose `contentSchema` leads here. */
export function lineSchemas(opts: CreateDocumentOptions) {
  return {
    BatchLine: objectOf(BatchLine, 'input', opts),
    BatchOutcome: objectOf(BatchOutcome, 'output', opts),
  };
}

/** A schema itself, and no reference to it. */
function objectOf(schema: z.ZodType, io: 'input' | 'output', opts: CreateDocumentOptions) {
  const { id = '' } = schema.meta() ?? {};
  const { components } = createSchema(schema, { io, opts });
  const own = components[id];
  if (own === undefined) throw new RangeError(`${id} is no component`);
  return own;
}
