import { z } from 'zod';

/**
 * The envelope: CloudEvents 1.0 in JSON (structured mode). Members that are not named here are passed over, so that a
 * sender may add some.
 */
export const Envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1).meta({ description: 'The event: the same again is a repeat' }),
  source: z.string().min(1),
  subject: z.string().min(1),
  time: z.iso.datetime({ offset: true }),
  datacontenttype: z.literal('application/json').optional(),
});

/** What each event of ours carries beside: extensions of CloudEvents. */
export const extensions = {
  sequence: z
    .int()
    .min(1)
    .meta({ description: "Counts the subject's public events from 1: a gap says that something is still on its way" }),
  traceparent: z.string().optional().meta({ description: 'W3C Trace Context' }),
};

export function dataschemaOf(type: string, version: number): string {
  return `urn:order-saga:${type}:${version}`;
}

/**
 * The type of an event and the version of its shape. Without `dataschema` it is taken for this one: others need not
 * send it. One of another version may mean something else by the same fields, and is refused.
 */
export function versioned<Type extends string>(type: Type, known = dataschemaOf(type, 1)) {
  return {
    type: z.literal(type),
    dataschema: z
      .literal(known, { error: ({ input }) => `the schema ${String(input)} is not known here, only ${known}` })
      .optional(),
  };
}

/** An event that was too large to send: its `data` lies where `dataref` says (CloudEvents' extension for claim checks). */
export const EventByReference = Envelope.extend({
  type: z.string().min(1),
  dataschema: z.string().min(1),
  dataref: z
    .string()
    .regex(/^s3:\/\//)
    .meta({ description: 'Where the data is: `s3://<bucket>/<key>`' }),
});
