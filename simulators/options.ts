import { isAbsolute } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);
const milliseconds = z.coerce.number().int().min(0);

const Options = z.object({
  port: port.default(3900),
  'data-dir': z.string().refine(isAbsolute, 'must be an absolute path'),
  'aws-endpoint': z.url().default('http://127.0.0.1:4566'),
  /** Given: events go to JetStream there, and not to SNS. */
  'nats-url': z.string().min(1).optional(),
  carrier: z.enum(['auto', 'off']).default('auto'),
  'ship-after-ms': milliseconds.default(2_000),
  'deliver-after-ms': milliseconds.default(2_000),
  /** How late pm_timeout answers: later than any caller waits. */
  'late-answer-ms': milliseconds.default(10_000),
});

export type Options = z.infer<typeof Options>;

/** Reads the command line; throws an Error whose message is one line that names the option. */
export function readOptions(args: string[]): Options {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      port: text,
      'data-dir': text,
      'aws-endpoint': text,
      'nats-url': text,
      carrier: text,
      'ship-after-ms': text,
      'deliver-after-ms': text,
      'late-answer-ms': text,
    },
  });
  const result = Options.safeParse(values);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`).join('; '));
}
