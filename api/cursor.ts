import { z } from 'zod';
import { name } from '../contracts/text.ts';
import type { Position } from '../db/order-lists.ts';
import { OrderSagaError } from '../domain/errors.ts';
import type { Order } from '../domain/order.ts';

/** Cursors are opaque to callers: JSON in base64url. */
const ListCursor = z.tuple([z.iso.datetime().refine((time) => Date.parse(time) >= 0), name(64)]);
const TimelineCursor = z.tuple([z.int32().min(1)]);

export function encodePosition({ createdAt, id }: Pick<Order, 'createdAt' | 'id'>): string {
  return encode([createdAt, id]);
}

/** @throws OrderSagaError `invalid_request` (400) */
export function decodePosition(cursor: string): Position {
  const [createdAt, id] = decode(ListCursor, cursor);
  return { createdAt: new Date(createdAt), id };
}

export function encodeVersion(version: number): string {
  return encode([version]);
}

/** @throws OrderSagaError `invalid_request` (400) */
export function decodeVersion(cursor: string): number {
  return decode(TimelineCursor, cursor)[0];
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode<Schema extends z.ZodType>(schema: Schema, cursor: string): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw new OrderSagaError('invalid_request', 'cursor: not one that this list gave', { status: 400 });
  }
}
