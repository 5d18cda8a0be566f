import { ADDRESS } from '../../support/stack-shop.ts';

/** The orders that are asked for what is not possible; each has two lines. */
export const STATES = ['PROCESSING', 'PARTIALLY_SHIPPED', 'SHIPPED', 'DELIVERED', 'ON_HOLD', 'CANCELED'] as const;
export type State = (typeof STATES)[number];

/** What stands for the ids that are known once the orders are there. */
export const NAMES = {
  line: 'the id of its first line, of three units',
  second: 'the id of its second line, of one unit',
  foreign: 'the id of a line of another order',
  requested: 'the id of its return that was requested',
  approved: 'the id of its return of one unit that was approved',
  rejected: 'the id of its return that was rejected',
} as const;

const { line, second, foreign, requested, approved, rejected } = NAMES;

export interface Impossible {
  what: string;
  state: State;
  method?: 'PATCH';
  path: string;
  body?: unknown;
  key?: string;
  isKeyless?: boolean;
  status: number;
  code: string;
  pointer?: string;
}

const NO_UNITS: [what: string, quantity: unknown][] = [
  ['no units', undefined],
  ['0 units', 0],
  ['-1 units', -1],
  ['half a unit', 0.5],
  ['a unit in words', '1'],
  ['null units', null],
  ['10,001 units', 10_001],
];

const NO_AMOUNTS: [what: string, amount: unknown][] = [
  ['0', 0],
  ['-1', -1],
  ['half a cent', 0.5],
  ['words', '500'],
  ['null', null],
  ['2^53', 2 ** 53],
  ['a list', [500]],
];

type Request = Pick<Impossible, 'method' | 'path' | 'body' | 'key' | 'isKeyless'>;

const invalid = (what: string, state: State, request: Request, pointer: string): Impossible => ({
  what,
  state,
  ...request,
  status: 422,
  code: 'invalid_request',
  pointer,
});
const wrongState = (what: string, state: State, request: Request): Impossible => ({
  what,
  state,
  ...request,
  status: 409,
  code: 'invalid_transition',
});
const tooMuch = (what: string, state: State, body: unknown): Impossible => ({
  what,
  state,
  path: '/refunds',
  body,
  status: 409,
  code: 'refund_exceeds_captured',
});
const unknown = (what: string, state: State, request: Request): Impossible => ({
  what,
  state,
  ...request,
  status: 404,
  code: 'not_found',
});

const cancel = (body: unknown, of: string = line) => ({ path: `/lines/${of}/cancel`, body });
const edit = (...lines: unknown[]) => ({ method: 'PATCH' as const, path: '', body: { lines } });
const refund = (body: unknown) => ({ path: '/refunds', body });
const sendBack = (body: unknown) => ({ path: '/returns', body });
const of = (what: string, body: unknown, returnId: string = approved) => ({
  path: `/returns/${returnId}/${what}`,
  body,
});
const units = (quantity: unknown, lineId: string = line) => ({ lines: [{ lineId, quantity }] });
const came = (quantity: unknown, restock: unknown = true, lineId: string = line) => ({
  lines: [{ lineId, quantity, restock }],
});

const rest = { id: second, quantity: 1 };

/** Every operation that somebody may ask of an order after its answer, and what it refuses. */
export const IMPOSSIBLE: Impossible[] = [
  ...NO_UNITS.flatMap(([what, quantity]) => [
    invalid(`cancel ${what}`, 'PROCESSING', cancel({ quantity }), '/quantity'),
    invalid(`edit to ${what}`, 'PROCESSING', edit({ id: line, quantity }, rest), '/lines/0/quantity'),
    invalid(`refund ${what}`, 'DELIVERED', refund(units(quantity)), '/lines/0/quantity'),
    invalid(`return ${what}`, 'DELIVERED', sendBack(units(quantity)), '/lines/0/quantity'),
    invalid(`receive ${what}`, 'DELIVERED', of('receive', came(quantity)), '/lines/0/quantity'),
  ]),
  ...NO_AMOUNTS.map(([what, amount]) =>
    invalid(`refund an amount of ${what}`, 'DELIVERED', refund({ amount }), '/amount'),
  ),
  ...(
    [
      ['cancel', cancel({ quantity: 1, why: 'x' }), '/why'],
      ['refund', refund({ amount: 1, currency: 'USD' }), '/currency'],
      ['return', sendBack({ ...units(1), refund: true }), '/refund'],
      ['approve', of('approve', { why: 'x' }), '/why'],
      ['reject a return', of('reject', { reason: 'x', why: 'x' }), '/why'],
      ['receive', of('receive', { restock: true, why: 'x' }), '/why'],
      ['hold', { path: '/hold', body: { reason: 'x', until: 'tomorrow' } }, '/until'],
      ['release', { path: '/release', body: { why: 'x' } }, '/why'],
      ['reject', { path: '/reject', body: { reason: 'x', why: 'x' } }, '/why'],
    ] as const
  ).map(([what, request, pointer]) => invalid(`${what} with an unknown field`, 'DELIVERED', request, pointer)),
  ...['/hold', '/reject', `/returns/${requested}/reject`].flatMap((path) => [
    invalid(`${path} without a reason`, 'DELIVERED', { path, body: {} }, '/reason'),
    invalid(`${path} with an empty reason`, 'DELIVERED', { path, body: { reason: '' } }, '/reason'),
    invalid(
      `${path} with a reason of 501 letters`,
      'DELIVERED',
      { path, body: { reason: 'x'.repeat(501) } },
      '/reason',
    ),
  ]),

  // Units of a line.
  wrongState('cancel more than is left', 'PROCESSING', cancel({ quantity: 4 })),
  wrongState('cancel what has shipped', 'PARTIALLY_SHIPPED', cancel({ quantity: 3 })),
  wrongState('cancel a unit after all has shipped', 'SHIPPED', cancel({ quantity: 1 })),
  wrongState('cancel a unit after all has arrived', 'DELIVERED', cancel({ quantity: 1 })),
  wrongState('cancel a unit of a canceled order', 'CANCELED', cancel({ quantity: 1 })),
  unknown('cancel an unknown line', 'PROCESSING', cancel({ quantity: 1 }, 'nothing')),
  unknown("cancel another order's line", 'PROCESSING', cancel({ quantity: 1 }, foreign)),

  // Edits.
  invalid('edit to no lines', 'PROCESSING', edit(), '/lines'),
  invalid('edit to 201 lines', 'PROCESSING', edit(...Array.from({ length: 201 }, () => rest)), '/lines'),
  invalid('edit a line twice', 'PROCESSING', edit(rest, rest), '/lines/1/id'),
  invalid('edit an unknown line', 'PROCESSING', edit(rest, { id: 'nothing', quantity: 1 }), '/lines/1/id'),
  invalid("edit another order's line", 'PROCESSING', edit(rest, { id: foreign, quantity: 1 }), '/lines/1/id'),
  invalid('add a line without a SKU', 'PROCESSING', edit(rest, { quantity: 1, unitPrice: 1 }), '/lines/1/sku'),
  invalid('add a line without a price', 'PROCESSING', edit(rest, { sku: 'CD', quantity: 1 }), '/lines/1/unitPrice'),
  invalid('turn a line into another SKU', 'PROCESSING', edit({ ...rest, sku: 'SKU-RED-S' }), '/lines/0/sku'),
  invalid('edit to a negative price', 'PROCESSING', edit({ ...rest, unitPrice: -1 }), '/lines/0/unitPrice'),
  invalid('edit to half a cent', 'PROCESSING', edit({ ...rest, unitPrice: 0.5 }), '/lines/0/unitPrice'),
  invalid('edit to a price in words', 'PROCESSING', edit({ ...rest, unitPrice: '1' }), '/lines/0/unitPrice'),
  invalid('edit to a negative total', 'PROCESSING', edit({ ...rest, total: -1 }), '/lines/0/total'),
  invalid('edit with an unknown field', 'PROCESSING', edit({ ...rest, shipped: 1 }), '/lines/0/shipped'),
  invalid(
    'edit both at once',
    'PROCESSING',
    { method: 'PATCH', path: '', body: { lines: [rest], shippingAddress: ADDRESS } },
    '/lines',
  ),
  invalid('edit nothing', 'PROCESSING', { method: 'PATCH', path: '', body: {} }, ''),
  {
    what: 'add a SKU that does not exist',
    state: 'PROCESSING',
    ...edit(rest, { sku: 'SKU-NOTHING', quantity: 1, unitPrice: 1 }),
    status: 422,
    code: 'unknown_sku',
  },
  {
    what: 'edit to more than there is',
    state: 'PROCESSING',
    ...edit({ id: line, quantity: 9999 }, rest),
    status: 409,
    code: 'out_of_stock',
  },
  wrongState('edit to fewer than have shipped', 'PARTIALLY_SHIPPED', edit({ id: line, quantity: 1 }, rest)),
  wrongState('take off what has shipped', 'PARTIALLY_SHIPPED', edit(rest)),
  wrongState('edit what has shipped', 'SHIPPED', edit({ id: line, quantity: 4 }, rest)),
  wrongState('edit what has arrived', 'DELIVERED', edit({ id: line, quantity: 4 }, rest)),
  wrongState('edit what is on hold', 'ON_HOLD', edit({ id: line, quantity: 4 }, rest)),
  wrongState('edit what is canceled', 'CANCELED', edit({ id: line, quantity: 4 }, rest)),

  // Refunds.
  invalid('refund neither an amount nor lines', 'DELIVERED', refund({}), ''),
  invalid('refund both', 'DELIVERED', refund({ amount: 1, ...units(1) }), '/lines'),
  invalid('refund no lines', 'DELIVERED', refund({ lines: [] }), '/lines'),
  invalid('refund an unknown line', 'DELIVERED', refund(units(1, 'nothing')), '/lines/0/lineId'),
  invalid("refund another order's line", 'DELIVERED', refund(units(1, foreign)), '/lines/0/lineId'),
  tooMuch('refund a cent more than was taken', 'DELIVERED', { amount: 4001 }),
  tooMuch('refund 2^53 - 1', 'DELIVERED', { amount: Number.MAX_SAFE_INTEGER }),
  tooMuch('refund more units than have shipped', 'DELIVERED', units(4)),
  tooMuch('refund a line twice', 'DELIVERED', { lines: [...units(2).lines, ...units(2).lines] }),
  tooMuch('refund what has not shipped', 'PROCESSING', { amount: 1 }),
  tooMuch('refund units that have not shipped', 'PARTIALLY_SHIPPED', units(1, second)),
  tooMuch('refund what is on hold', 'ON_HOLD', { amount: 1 }),
  tooMuch('refund what is canceled', 'CANCELED', { amount: 1 }),
  {
    what: 'refund without a key',
    state: 'DELIVERED',
    ...refund({ amount: 1 }),
    isKeyless: true,
    status: 400,
    code: 'idempotency_key_required',
  },

  // Returns.
  invalid('return without lines', 'DELIVERED', sendBack({}), '/lines'),
  invalid('return no lines', 'DELIVERED', sendBack({ lines: [] }), '/lines'),
  invalid('return an unknown line', 'DELIVERED', sendBack(units(1, 'nothing')), '/lines/0/lineId'),
  invalid("return another order's line", 'DELIVERED', sendBack(units(1, foreign)), '/lines/0/lineId'),
  wrongState('return more than was delivered', 'DELIVERED', sendBack(units(4))),
  wrongState('return what is on its way back', 'DELIVERED', sendBack(units(2))),
  wrongState('return a line twice', 'DELIVERED', sendBack({ lines: [...units(1).lines, ...units(1).lines] })),
  wrongState('return what has not arrived', 'SHIPPED', sendBack(units(1))),
  wrongState('return what has not shipped', 'PROCESSING', sendBack(units(1))),
  wrongState('return what is canceled', 'CANCELED', sendBack(units(1))),
  unknown('approve an unknown return', 'DELIVERED', of('approve', {}, 'nothing')),
  unknown("approve another order's return", 'PROCESSING', of('approve', {}, requested)),
  unknown('reject an unknown return', 'DELIVERED', of('reject', { reason: 'x' }, 'nothing')),
  unknown('receive an unknown return', 'DELIVERED', of('receive', { restock: true }, 'nothing')),
  wrongState('approve what was rejected', 'DELIVERED', of('approve', {}, rejected)),
  wrongState('receive what was rejected', 'DELIVERED', of('receive', { restock: true }, rejected)),
  wrongState('receive what was not approved', 'DELIVERED', of('receive', { restock: true }, requested)),
  invalid('receive neither', 'DELIVERED', of('receive', {}), ''),
  invalid('receive both', 'DELIVERED', of('receive', { restock: true, ...came(1) }), '/lines'),
  invalid('receive no lines', 'DELIVERED', of('receive', { lines: [] }), '/lines'),
  invalid('receive with a restock in words', 'DELIVERED', of('receive', { restock: 'yes' }), '/restock'),
  invalid('receive a line with a restock in words', 'DELIVERED', of('receive', came(1, 'yes')), '/lines/0/restock'),
  invalid('receive more than was announced', 'DELIVERED', of('receive', came(2)), '/lines/0/quantity'),
  invalid(
    'receive a line that was not announced',
    'DELIVERED',
    of('receive', came(1, true, second)),
    '/lines/0/quantity',
  ),
  invalid("receive another order's line", 'DELIVERED', of('receive', came(1, true, foreign)), '/lines/0/quantity'),

  // Holds.
  wrongState('hold what has shipped', 'SHIPPED', { path: '/hold', body: { reason: 'x' } }),
  wrongState('hold what has arrived', 'DELIVERED', { path: '/hold', body: { reason: 'x' } }),
  wrongState('hold what is canceled', 'CANCELED', { path: '/hold', body: { reason: 'x' } }),
  wrongState('release what is not on hold', 'PROCESSING', { path: '/release' }),
  wrongState('release what is canceled', 'CANCELED', { path: '/release' }),
  wrongState('reject what is not on hold', 'PROCESSING', { path: '/reject', body: { reason: 'x' } }),
  wrongState('reject what has shipped in part', 'PARTIALLY_SHIPPED', { path: '/reject', body: { reason: 'x' } }),
  wrongState('reject what has arrived', 'DELIVERED', { path: '/reject', body: { reason: 'x' } }),
  wrongState('ship what is on hold', 'ON_HOLD', { path: '/shipments', body: { eventId: 'e1' } }),

  // What waits for nobody.
  ...['stock', 'payment', 'capture', 'authorize', 'release', 'refund', 'shipment'].map((step) =>
    wrongState(`retry ${step}`, 'PROCESSING', {
      path: `/compensations/${step}/resolve`,
      body: { action: 'retry', reason: 'x' },
    }),
  ),
  unknown('retry a step that does not exist', 'PROCESSING', {
    path: '/compensations/nothing/resolve',
    body: { action: 'retry', reason: 'x' },
  }),

  // Another storefront's.
  ...[cancel({ quantity: 1 }), edit(rest), refund({ amount: 1 }), sendBack(units(1, second))].map((request) =>
    unknown(`another storefront's: ${request.path}`, 'DELIVERED', { ...request, key: 'dev-eu' }),
  ),
];
