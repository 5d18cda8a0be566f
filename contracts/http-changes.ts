import { z } from 'zod';
import { ReceivedLines, SomeLines, WantedLines } from './changes.ts';
import { Address, justOne, minor, quantity } from './http.ts';
import { name, text } from './text.ts';

/** What is asked of an order after its answer. */

const words = text(500).optional();

/** Two fields, of which one is needed and the other must not be there. */
function refuseBoth(issues: z.RefinementCtx, first: string, second: string, isSecondThere: boolean): never {
  issues.addIssue({
    code: 'custom',
    path: isSecondThere ? [second] : [],
    message: isSecondThere ? `not together with ${first}` : `${first} or ${second} is needed`,
  });
  return z.NEVER;
}

/** The address or the lines: what is done all or nothing is asked for by itself. */
export const PatchOrder = z
  .strictObject({
    shippingAddress: Address.optional(),
    lines: WantedLines.optional().meta({
      description: 'The whole list as wanted: what is missing is taken off the order',
    }),
  })
  .transform(({ shippingAddress, lines }, issues) => {
    if (shippingAddress && !lines) return { shippingAddress };
    if (lines && !shippingAddress) return { lines };
    return refuseBoth(issues, 'shippingAddress', 'lines', lines !== undefined);
  })
  .meta({ id: 'PatchOrder', ...justOne('shippingAddress', 'lines') });

export const CancelLine = z.strictObject({ quantity, reason: words }).meta({ id: 'CancelLine' });

export const RefundOrder = z
  .strictObject({ amount: minor.min(1).optional(), lines: SomeLines.optional(), reason: words })
  .transform(({ amount, lines, reason }, issues) => {
    if (amount !== undefined && !lines) return { amount, reason };
    if (lines && amount === undefined) return { lines, reason };
    return refuseBoth(issues, 'amount', 'lines', lines !== undefined);
  })
  .meta({ id: 'RefundOrder', ...justOne('amount', 'lines') });

export const RequestReturn = z.strictObject({ lines: SomeLines, reason: words }).meta({ id: 'RequestReturn' });

export const ReceiveReturn = z
  .strictObject({
    restock: z.boolean().optional().meta({ description: 'All of it is there: for sale again, or written off' }),
    lines: ReceivedLines.optional().meta({
      description: 'What is there, where it is less or where a part is written off',
    }),
  })
  .transform(({ restock, lines }, issues) => {
    if (restock !== undefined && !lines) return { restock };
    if (lines && restock === undefined) return { lines };
    return refuseBoth(issues, 'restock', 'lines', lines !== undefined);
  })
  .meta({ id: 'ReceiveReturn', ...justOne('restock', 'lines') });

export const ApproveReturn = z.strictObject({}).meta({ id: 'ApproveReturn' });

/** Somebody will want to know why. */
export const Reasoned = z.strictObject({ reason: name(500) }).meta({ id: 'Reasoned' });

export const ReleaseOrder = z.strictObject({ reason: words }).meta({ id: 'ReleaseOrder' });
