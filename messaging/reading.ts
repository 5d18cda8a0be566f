import type { z } from 'zod';
import { DeadMessage } from './attempt.ts';
import { jsonOf } from './json.ts';
import type { MessageHandler } from './port.ts';
import { inSpanOf } from './tracing.ts';

/** A handler of events of one shape. What cannot be read as such is no use to try again. */
export function reading<Schema extends z.ZodType>(
  schema: Schema,
  handle: (event: z.infer<Schema>, signal: AbortSignal) => Promise<void>,
): MessageHandler {
  return async ({ body }, signal) => {
    const event = parse(schema, body);
    await inSpanOf(event, async () => await handle(event, signal));
  };
}

function parse<Schema extends z.ZodType>(schema: Schema, body: string): z.infer<Schema> {
  const said = jsonOf(body);
  if (said === undefined) throw new DeadMessage('no JSON');
  const { success, data, error } = schema.safeParse(said);
  if (success) return data;
  const problems = error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`);
  throw new DeadMessage(`of unknown shape: ${problems.join('; ')}`);
}
