import { z } from 'zod';
import { BATCH_LINES } from '../contracts/http-batches.ts';
import { OrderSagaError } from '../domain/errors.ts';
import { BODY_LIMIT } from './bodies.ts';

/** A line of a batch, as it was sent. */
export interface Line {
  /** In the body, from 1. */
  number: number;
  bytes: Uint8Array;
}

const LINE_FEED = 0x0a;
const BLANKS = [0x20, 0x09, 0x0d];
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The lines of a body (NDJSON), without blank ones: by their bytes, as U+2028 ends a line for others and is legal in JSON.
 * @throws OrderSagaError `invalid_request` where there is none, or more than {@link BATCH_LINES}
 */
export function linesOf(body: Uint8Array): Line[] {
  const lines: Line[] = [];
  let [start, number, isBlank] = [0, 1, true];
  for (let at = 0; at <= body.length; at += 1) {
    const byte = body[at];
    if (byte !== undefined && byte !== LINE_FEED) {
      isBlank &&= BLANKS.includes(byte);
      continue;
    }
    if (!isBlank) lines.push({ number, bytes: body.subarray(start, at) });
    if (lines.length > BATCH_LINES) throw wrongBatch(`more than ${BATCH_LINES} lines`);
    [start, number, isBlank] = [at + 1, number + 1, true];
  }
  if (lines.length === 0) throw wrongBatch('no line');
  return lines;
}

function wrongBatch(has: string): OrderSagaError {
  const detail = `The batch has ${has}`;
  return new OrderSagaError('invalid_request', detail, { errors: [{ pointer: '', detail }] });
}

/** @throws OrderSagaError `body_too_large`; `invalid_request` for what is no JSON */
export function jsonOf({ bytes }: Line): unknown {
  if (bytes.length > BODY_LIMIT) {
    throw new OrderSagaError('body_too_large', `The line is over ${BODY_LIMIT / 1024} KiB`);
  }
  try {
    return JSON.parse(UTF8.decode(bytes));
  } catch {
    // Not why: V8 quotes what is around it.
    throw new OrderSagaError('invalid_request', 'The line is no JSON in UTF-8', { status: 400 });
  }
}

const WrongFields = z.object({ errors: z.array(z.object({ pointer: z.string(), detail: z.string() })) });

/** What is wrong with the order of a line, by pointers into the line. */
export function inLine(error: unknown): unknown {
  if (!(error instanceof OrderSagaError) || error.code !== 'invalid_request') return error;
  const { errors = [] } = WrongFields.safeParse(error.details).data ?? {};
  const found = errors.map(({ pointer, detail }) => ({ pointer: `/order${pointer}`, detail }));
  const message = found.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; ');
  return new OrderSagaError('invalid_request', message || error.message, { ...error.details, errors: found });
}
