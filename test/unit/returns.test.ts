import { expect, it } from '@jest/globals';
import { deliver, ship } from '../../domain/decisions.ts';
import { approveReturn, receiveReturn, requestReturn } from '../../domain/returns.ts';
import { after, processing } from './an-order.ts';

it('what came back is refunded, so it is not received while what has shipped is not paid for', () => {
  const order = processing();
  const shipped = after(order, ...ship(order, { eventId: 'e1' }, 'p1'));
  const delivered = after(shipped, ...deliver(shipped, { eventId: 'e2', shipmentId: 'p1' }));
  const asked = { id: 'return', lines: [{ lineId: 'line-0', quantity: 1 }], reason: null };
  const requested = after(delivered, ...requestReturn(delivered, asked, 1000, new Date(delivered.updatedAt)));
  const approved = after(requested, ...approveReturn(requested, 'return'));
  expect(() => receiveReturn(approved, 'return', { restock: true }, 'r1')).toThrow('not paid for yet');

  const captured = after(approved, { type: 'payment.captured', data: { amount: 200, number: 1, released: 0 } });
  expect(receiveReturn(captured, 'return', { restock: true }, 'r1')).toMatchObject([
    { type: 'return.received', data: { refundId: 'r1' } },
    { type: 'refund.requested', data: { amount: 100, returnId: 'return' } },
  ]);

  const failed = after(approved, { type: 'capture.failed', data: { error: 'declined' } });
  const byHand = after(failed, { type: 'capture.skipped', data: { note: 'in cash' } });
  expect(receiveReturn(byHand, 'return', { restock: true }, 'r1')).toMatchObject([{ data: { refundId: null } }]);
});
