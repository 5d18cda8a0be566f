import { expect, it } from '@jest/globals';
import { lastHeard } from '../../domain/newer.ts';

const event = (orderId: string, sequence: number, type: string) => ({ orderId, sequence, type });

it('what others have heard of an order is the furthest of its events, in whichever order they kept them', () => {
  const shipped = event('A', 2, 'order.shipped');
  const last = lastHeard([shipped, event('A', 1, 'order.created'), shipped, event('B', 1, 'order.cancelled')]);
  expect([...last.values()]).toEqual([shipped, event('B', 1, 'order.cancelled')]);
});
