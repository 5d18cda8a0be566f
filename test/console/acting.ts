import { describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { openConsole } from '../support/browser.ts';
import { deadLetter, deadLetters, heldOrder, orderInTrouble, trailOf } from '../support/console-shop.ts';
import { returnable, tellOrder } from '../support/stack-later.ts';
import type { Stack } from '../support/stack.ts';
import { place, read, stocked, stockOf, untilStatus } from '../support/stack-shop.ts';
import { until } from '../support/stack-wait.ts';

/** Says yes to what a page asks. */
async function answer(page: Page, verb: string, reason?: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  if (reason !== undefined) await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: verb, exact: true }).click();
}

/** Says yes, and waits until it is done. */
async function confirm(page: Page, verb: string, reason?: string): Promise<void> {
  await answer(page, verb, reason);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** An order in a list of those that wait. */
const cardOf = (page: Page, id: string): Locator => page.getByRole('listitem').filter({ hasText: id });

export function acting(stack: () => Stack, browser: () => Browser): void {
  const lastOf = async (id: string) => (await trailOf(stack(), `?orderId=${id}&limit=1`))[0];

  describe('what an operator does in the console', () => {
    it('holds an order and releases it, and its page says so', async () => {
      const { id } = await place(stack());
      await using console = await openConsole(browser(), stack());
      const { page } = console;
      await console.go(`/orders/${id}`);
      await page.getByRole('button', { name: 'Hold' }).click();
      await confirm(page, 'Hold', 'The phone number is odd');
      expect(await read(stack(), id)).toMatchObject({ status: 'ON_HOLD', hold: { note: 'The phone number is odd' } });
      expect(await lastOf(id)).toMatchObject({
        actor: 'dev-ops',
        operation: 'holdOrder',
        reason: 'The phone number is odd',
        status: 200,
      });
      await page.getByRole('button', { name: 'Release' }).click();
      await confirm(page, 'Release');
      expect(await read(stack(), id)).toMatchObject({ status: 'PROCESSING' });
      // The order's own trail is on its page.
      await page.getByRole('rowheader', { name: 'Release order' }).waitFor();
      await page.getByRole('rowheader', { name: 'Hold order' }).waitFor();
    });

    it('cancels an order', async () => {
      const { id } = await place(stack());
      await using console = await openConsole(browser(), stack());
      await console.go(`/orders/${id}`);
      await console.page.getByRole('button', { name: 'Cancel the order' }).click();
      await confirm(console.page, 'Cancel the order', 'Ordered twice');
      await untilStatus(stack(), id, 'CANCELED');
      expect(await lastOf(id)).toMatchObject({ operation: 'cancelOrder', reason: 'Ordered twice', refusal: null });
    });

    it.each(['Retry', 'Skip'])('%s: what was given up', async (verb) => {
      const { id } = await orderInTrouble(stack());
      await using console = await openConsole(browser(), stack());
      await console.go('/attention');
      await cardOf(console.page, id)
        .getByRole('button', { name: `${verb} shipment` })
        .click();
      await confirm(console.page, verb, 'The warehouse says so');
      await cardOf(console.page, id).waitFor({ state: 'detached' });
      const status = verb === 'Retry' ? 'SHIPPED' : 'PROCESSING';
      expect(await untilStatus(stack(), id, status)).toMatchObject({ needsAttention: false, attention: [] });
      expect(await lastOf(id)).toMatchObject({
        operation: 'resolveCompensation',
        reason: 'The warehouse says so',
        details: { action: verb.toLowerCase() },
        status: 200,
      });
    });

    it('rejects an order on hold', async () => {
      const { id } = await heldOrder(stack());
      await using console = await openConsole(browser(), stack());
      await console.go('/holds');
      await cardOf(console.page, id).getByRole('button', { name: 'Reject' }).click();
      await confirm(console.page, 'Reject', 'Nobody lives there');
      await cardOf(console.page, id).waitFor({ state: 'detached' });
      await untilStatus(stack(), id, 'CANCELED');
      expect(await lastOf(id)).toMatchObject({ operation: 'rejectOrder', reason: 'Nobody lives there' });
    });

    it('approves a return, and receives it', async () => {
      const { order, returnId } = await returnable(stack());
      await using console = await openConsole(browser(), stack());
      const { page } = console;
      await console.go('/returns');
      await cardOf(page, order.id).getByRole('button', { name: 'Approve' }).click();
      await confirm(page, 'Approve');
      await cardOf(page, order.id).getByRole('button', { name: 'Receive' }).click();
      await page.getByLabel('written off').check();
      await confirm(page, 'Receive');
      await cardOf(page, order.id).waitFor({ state: 'detached' });
      const { returns } = await read(stack(), order.id);
      expect(returns).toMatchObject([{ id: returnId, status: 'RECEIVED', received: [{ restock: false }] }]);
      expect(await lastOf(order.id)).toMatchObject({
        operation: 'receiveReturn',
        details: { restock: false },
        status: 200,
      });
    });

    it('rejects a return', async () => {
      const { order } = await returnable(stack());
      await using console = await openConsole(browser(), stack());
      await console.go('/returns');
      await cardOf(console.page, order.id).getByRole('button', { name: 'Reject' }).click();
      await confirm(console.page, 'Reject', 'It has been worn');
      await cardOf(console.page, order.id).waitFor({ state: 'detached' });
      expect((await read(stack(), order.id)).returns).toMatchObject([{ status: 'REJECTED', note: 'It has been worn' }]);
      expect(await lastOf(order.id)).toMatchObject({ operation: 'rejectReturn', reason: 'It has been worn' });
    });

    it('reads a dead letter, drops it, and puts another one back', async () => {
      const [dropped, redriven] = [await deadLetter(stack()), await deadLetter(stack())];
      await using console = await openConsole(browser(), stack());
      const { page } = console;
      const rowOf = (orderId: string | null) => page.getByRole('row').filter({ hasText: orderId ?? '' });
      await console.go('/dead-letters');
      await rowOf(dropped.orderId).getByRole('link', { name: 'order.created' }).click();
      await page.getByText('"type": "order.created"').waitFor();
      await page.getByRole('button', { name: 'Drop' }).click();
      await confirm(page, 'Drop', 'Settled by hand');
      expect((await deadLetters(stack())).map(({ id }) => id)).not.toContain(dropped.id);
      expect((await trailOf(stack(), '?limit=1'))[0]).toMatchObject({
        operation: 'dropDeadLetter',
        reason: 'Settled by hand',
      });
      await page.getByRole('link', { name: 'All dead letters' }).click();
      await rowOf(redriven.orderId).getByRole('button', { name: 'Redrive' }).click();
      await confirm(page, 'Redrive', 'The service is mended');
      // It is no event that can be handled: it comes again, with what its service said of it.
      await until('it to die again', async () =>
        (await deadLetters(stack())).find(({ orderId, reason }) => orderId === redriven.orderId && reason !== null),
      );
      const [entry] = await trailOf(stack(), '?limit=1');
      expect(entry).toMatchObject({ operation: 'redriveDeadLetter', reason: 'The service is mended', status: 200 });
    });

    it('counts stock', async () => {
      const sku = await stocked(stack(), 3, 'SKU-COUNTED');
      await using console = await openConsole(browser(), stack());
      const { page } = console;
      await console.go(`/stock?prefix=${sku}`);
      await page.getByRole('button', { name: `Count ${sku}` }).click();
      await page.getByRole('dialog').getByLabel('On hand').fill('12');
      await confirm(page, 'Set on hand', 'Counted twice');
      await page.getByRole('cell', { name: 'main 12' }).waitFor();
      expect(await stockOf(stack(), sku)).toMatchObject({ onHand: 12 });
      expect((await trailOf(stack(), '?limit=1'))[0]).toMatchObject({
        operation: 'setInventory',
        details: { onHand: 12 },
        reason: 'Counted twice',
      });
    });

    it('does not do it where somebody else was faster, and says so', async () => {
      const { id } = await place(stack());
      await using console = await openConsole(browser(), stack());
      const { page } = console;
      await console.go(`/orders/${id}`);
      await page.getByRole('button', { name: 'Cancel the order' }).click();
      await tellOrder(stack(), id, 'hold', { reason: 'first' });
      await answer(page, 'Cancel the order', 'second');
      await page.getByRole('dialog').getByText('Somebody else was faster').waitFor();
      expect(await page.getByRole('dialog').getByRole('button', { name: 'Cancel the order' }).isDisabled()).toBe(true);
      expect(await read(stack(), id)).toMatchObject({ status: 'ON_HOLD' });
      expect(await lastOf(id)).toMatchObject({ operation: 'cancelOrder', status: 412, refusal: 'version_mismatch' });
    });

    it('is done once where the answer is lost and the same is sent again', async () => {
      const { id } = await place(stack());
      await using console = await openConsole(browser(), stack());
      const { page } = console;
      await console.go(`/orders/${id}`);
      const keys: (string | undefined)[] = [];
      await page.route(`**/v1/orders/${id}/hold`, async (route) => {
        keys.push(route.request().headers()['idempotency-key']);
        // The first one is done, and its answer is lost.
        if (keys.length > 1) return await route.continue();
        await route.fetch();
        await route.abort();
      });
      await page.getByRole('button', { name: 'Hold' }).click();
      await answer(page, 'Hold', 'once');
      await page.getByRole('dialog').getByText('cannot be reached').waitFor();
      await confirm(page, 'Hold');
      expect(new Set(keys).size).toBe(1);
      expect(keys).toHaveLength(2);
      expect(await read(stack(), id)).toMatchObject({ status: 'ON_HOLD', hold: { note: 'once' } });
    });
  });
}
