import { expect, it } from '@jest/globals';
import { residentBytes, startApi } from '../../support/api-process.ts';
import { openStream } from '../../support/live-stream.ts';
import { stir, untilHeard } from '../../support/moving-order.ts';
import type { Stack } from '../../support/stack.ts';
import { place } from '../../support/stack-shop.ts';
import { parallel } from '../../support/stack-wait.ts';

const LISTENERS = 1000;
const ORDERS = 50;
const WITHIN_MS = 2000;
const MB = 2 ** 20;

export function many(stack: () => Stack): void {
  it('a thousand listeners on one process hear each event of their order in time, while orders come in', async () => {
    const api = await startApi(stack());
    const orders = await parallel(Array.from({ length: ORDERS }), 4, async () => place(stack()));
    const before = await residentBytes(api.child);
    const followed = Array.from({ length: LISTENERS / ORDERS }, () => orders).flat();
    const streams = await parallel(followed, 20, async ({ id, version }) => ({
      version,
      stream: await openStream(api.port, id, { lastEventId: version }),
    }));
    const opened = await residentBytes(api.child);
    const state = { isOver: false };
    const coming = (async () => {
      while (!state.isOver) await place(stack());
    })();
    await parallel(orders, 2, async ({ id }) => stir(stack(), id, 2));
    for (const { version, stream } of streams) await untilHeard(stream, version + 4);
    state.isOver = true;
    await coming;
    const after = await residentBytes(api.child);
    for (const { stream } of streams) stream.cut();
    await api.stop();

    for (const { version, stream } of streams) {
      expect(stream.events.map(({ id }) => id)).toEqual([1, 2, 3, 4].map((more) => version + more));
    }
    const took = streams.flatMap(({ stream }) => stream.events.map(({ tookMs }) => tookMs)).toSorted((a, b) => a - b);
    const at = (share: number) => took[Math.floor(share * (took.length - 1))] ?? Number.NaN;
    const measured = {
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      maxMs: at(1),
      openMB: Math.round((opened - before) / MB),
      afterMB: Math.round((after - before) / MB),
    };
    if (process.env['TEST_NUMBERS']) process.stderr.write(`${JSON.stringify(measured)}\n`);
    expect({ ...measured, isInTime: at(1) < WITHIN_MS }).toMatchObject({ isInTime: true });
    expect({ ...measured, isSmall: measured.afterMB < 200 }).toMatchObject({ isSmall: true });
  });
}
