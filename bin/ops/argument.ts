import { InvalidArgumentError } from 'commander';
import type { z } from 'zod';

/** What is typed at the command line, as a schema wants it. */
export function parsedBy<Schema extends z.ZodType>(schema: Schema): (typed: string) => z.output<Schema> {
  return (typed) => {
    const { success, data, error } = schema.safeParse(typed);
    if (!success) throw new InvalidArgumentError(`It ${error.issues.map(({ message }) => message).join(', ')}.`);
    return data;
  };
}
