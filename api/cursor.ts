import { z } from 'zod';
import { name } from '../contracts/text.ts';
import type { Position } from '../db/positions.ts';
import { OrderSagaError } from '../domain/errors.ts';
import { fingerprint } from './idempotency.ts';

/*
 * Cursors are opaque to callers: JSON in base64url. Each begins with the digest of its list, of what is asked for and who asks:
 * on another list it would skip orders without a word.
 */
const ListCursor = z.tuple([z.string(), z.iso.datetime().refine((time) => Date.parse(time) >= 0), name(64)]);
const NameCursor = z.tuple([z.string(), name(100)]);
const TimelineCursor = z.tuple([z.string(), z.int32().min(1)]);

/** @param list anything that says which list it is */
export function encodePosition(list: unknown, { createdAt, id }: { createdAt: string; id: string }): string {
  return encode([digest(list), createdAt, id]);
}

/**
 * @param list anything that says which list it is
 * @param found one more than the page has, where there are more
 */
export function pageOf<Item extends { id: string; createdAt: string }>(list: unknown, found: Item[], limit: number) {
  const data = found.slice(0, limit);
  const last = data.at(-1);
  return { data, next: last && found.length > limit ? encodePosition(list, last) : null };
}

/**
 * Where a page begins; undefined without a cursor.
 * @throws OrderSagaError `invalid_request` (400), also for a cursor of another list
 */
export function decodePosition(list: unknown, cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  const [, createdAt, id] = decode(ListCursor, list, cursor);
  return { createdAt: new Date(createdAt), id };
}

/** Of a list by names. */
export function encodeName(list: unknown, last: string): string {
  return encode([digest(list), last]);
}

/** @throws OrderSagaError `invalid_request` (400), also for a cursor of another list */
export function decodeName(list: unknown, cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : decode(NameCursor, list, cursor)[1];
}

export function encodeVersion(orderId: string, version: number): string {
  return encode([digest(orderId), version]);
}

/** @throws OrderSagaError `invalid_request` (400), also for a cursor of another order */
export function decodeVersion(orderId: string, cursor: string): number {
  return decode(TimelineCursor, orderId, cursor)[1];
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function refused(detail: string): OrderSagaError {
  return new OrderSagaError('invalid_request', `cursor: ${detail}`, { status: 400 });
}

function decode<Cursor extends [string, ...unknown[]]>(
  schema: z.ZodType<Cursor>,
  list: unknown,
  cursor: string,
): Cursor {
  let read: Cursor;
  try {
    read = schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw refused('not one that this list gave');
  }
  if (read[0] !== digest(list)) throw refused('of another list: a cursor goes with the filter that it was given for');
  return read;
}

/** Enough to tell lists apart: nothing is kept secret by it. */
function digest(list: unknown): string {
  return fingerprint(list).slice(0, 16);
}
