import { z } from 'zod';

/*
 * Times from 1970 on: Postgres has no year 0. The pattern is the whole rule, leap years too, so that whoever makes a request
 * from the document makes one that is taken.
 */
const LEAP_DAY =
  '(?:19(?:72|76|8[048]|9[26])|[2-9]\\d(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[3579][26])00)-02-29';
const OTHER_DAY =
  '(?:19[7-9]\\d|[2-9]\\d{3})-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))';
const DAY = `(?:${LEAP_DAY}|${OTHER_DAY})`;
const CLOCK = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)';

function since1970<Schema extends z.ZodType<string>>(schema: Schema, pattern: string): Schema {
  const whole = new RegExp(pattern);
  return schema.refine((time) => whole.test(time), 'must not be before 1970').meta({ pattern });
}

/** RFC 3339, with an offset. */
export const instant = since1970(z.iso.datetime({ offset: true }), `^${DAY}T${CLOCK}$`);

export const day = since1970(z.iso.date(), `^${DAY}$`);
