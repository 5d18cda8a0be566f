import { z } from 'zod';
import type { Direction } from './schema-promises.ts';

/** Changes to the released schemas, planted to see what is found. */

export type Change = [path: string, change: (before: unknown) => unknown];

const Record = z.record(z.string(), z.unknown());
const Names = z.array(z.unknown());
const gone = () => undefined;
const to = (value: unknown) => () => value;
const without = (name: string) => (names: unknown) => Names.parse(names).filter((one) => one !== name);
export const withMore = (name: string) => (names: unknown) => [...Names.parse(names), name];

/** A schema with changes made to it. In paths `p` is `properties`. */
export function changed(schema: unknown, changes: readonly Change[]): unknown {
  return changes.reduce<unknown>((result, [path, change]) => {
    const keys = path.split('/').map((key) => (key === 'p' ? 'properties' : key));
    return put(result, keys, change);
  }, schema);
}

function put(value: unknown, [key, ...rest]: readonly string[], change: Change[1]): unknown {
  if (key === undefined) return change(value);
  const { [key]: part, ...others } = Record.parse(value ?? {});
  const result = put(part, rest, change);
  return result === undefined ? others : { ...others, [key]: result };
}

const ORDER = 'released/order-events/order.created.v1.json';
const LOW = 'released/order-events/stock.low.v1.json';
const PARCEL = 'released/shipping-events/order.shipped.v1.json';
const STOCK = 'released/warehouse-events/stock.counted.v1.json';

/** Changes, each of which would break somebody: what of it is found. */
export const BREAKING: [what: string, file: string, direction: Direction, changes: Change[], found: RegExp][] = [
  [
    'a field disappears',
    ORDER,
    'published',
    [
      ['p/data/p/total', gone],
      ['p/data/required', without('total')],
    ],
    /total is gone/,
  ],
  [
    'a field in a list disappears',
    ORDER,
    'published',
    [
      ['p/data/p/lines/items/p/sku', gone],
      ['p/data/p/lines/items/required', without('sku')],
    ],
    /\/data\/lines\/\*: sku is gone/,
  ],
  ['a field may be missing', ORDER, 'published', [['p/data/required', without('currency')]], /currency may be missing/],
  ['an extension may be missing', ORDER, 'published', [['required', without('sequence')]], /sequence may be missing/],
  [
    'a field may be null',
    ORDER,
    'published',
    [['p/data/p/currency/type', to(['string', 'null'])]],
    /null is not string/,
  ],
  [
    'an object may be null',
    ORDER,
    'published',
    [['p/data/p/payment', (before) => ({ anyOf: [before, { type: 'null' }] })]],
    /\/data\/payment: null is not object/,
  ],
  ['a field changes its type', ORDER, 'published', [['p/data/p/version/type', to('string')]], /string is not integer/],
  ['an integer becomes a number', ORDER, 'published', [['p/data/p/total/type', to('number')]], /number is not integer/],
  ['a field may be anything', ORDER, 'published', [['p/data/p/total', to({})]], /anything is not integer/],
  [
    'the items of a list change',
    ORDER,
    'published',
    [['p/data/p/lines/items', to({ type: 'string' })]],
    /string is not object/,
  ],
  [
    'the items of a list may be anything',
    ORDER,
    'published',
    [['p/data/p/lines/items', gone]],
    /anything is not object/,
  ],
  [
    'a constant is another',
    ORDER,
    'published',
    [['p/dataschema/const', to('urn:order-saga:order.created:2')]],
    /created:2" is not/,
  ],
  ['a constant is free', LOW, 'published', [['p/storefront/const', gone]], /any value/],
  ['a number may be smaller', LOW, 'published', [['p/data/p/threshold/minimum', gone]], /below its minimum/],
  ['a time has another form', ORDER, 'published', [['p/data/p/createdAt/format', to('date')]], /another format/],
  ['a pattern is another', ORDER, 'published', [['p/traceparent/pattern', to('.*')]], /another pattern/],
  [
    'a field is newly required',
    STOCK,
    'consumed',
    [
      ['p/data/p/reason', to({ type: 'string' })],
      ['p/data/required', withMore('reason')],
    ],
    /reason may be missing/,
  ],
  [
    'a known field is newly required',
    PARCEL,
    'consumed',
    [['p/data/required', withMore('carrier')]],
    /carrier may be missing/,
  ],
  [
    'the schema is newly required',
    STOCK,
    'consumed',
    [['required', withMore('dataschema')]],
    /dataschema may be missing/,
  ],
  [
    'a field may no longer be null',
    PARCEL,
    'consumed',
    [['p/data/p/carrier', to({ type: 'string', minLength: 1, maxLength: 100 })]],
    /null is not string/,
  ],
  [
    'a field takes another type',
    STOCK,
    'consumed',
    [['p/data/p/quantity/type', to('string')]],
    /integer is not string/,
  ],
  ['a text must be shorter', PARCEL, 'consumed', [['p/data/p/eventId/maxLength', to(36)]], /above its maxLength/],
  ['a number must be greater', STOCK, 'consumed', [['p/data/p/quantity/minimum', to(1)]], /below its minimum/],
  ['a number must not be greater', STOCK, 'consumed', [['p/data/p/quantity/maximum', to(1000)]], /above its maximum/],
  ['a free word must be one of a list', STOCK, 'consumed', [['p/data/p/location/enum', to(['main'])]], /any value/],
  ['a text needs a form', STOCK, 'consumed', [['p/data/p/sku/pattern', to('^SKU-')]], /another pattern/],
  [
    'a field left out means something else',
    STOCK,
    'consumed',
    [['p/data/p/location/default', to('east')]],
    /another default/,
  ],
];

/** Changes that break nobody. */
export const HARMLESS: [what: string, file: string, direction: Direction, changes: Change[]][] = [
  ['nothing changes', ORDER, 'published', []],
  [
    'a field is added',
    ORDER,
    'published',
    [
      ['p/data/p/returns', to({ type: 'array', items: { type: 'string' } })],
      ['p/data/required', withMore('returns')],
    ],
  ],
  ['a field in a list is added', ORDER, 'published', [['p/data/p/lines/items/p/returned', to({ type: 'integer' })]]],
  ['a field is never null any more', ORDER, 'published', [['p/data/p/customerId/type', to('string')]]],
  ['an open list gets a word', ORDER, 'published', [['p/data/p/status/x-extensible-enum', withMore('RETURNED')]]],
  ['an open list is closed', ORDER, 'published', [['p/data/p/status/enum', to(['PROCESSING'])]]],
  ['a number is never as small any more', LOW, 'published', [['p/data/p/threshold/minimum', to(1)]]],
  ['words of a description change', ORDER, 'published', [['description', to('Other words')]]],
  ['a field to leave out is added', STOCK, 'consumed', [['p/data/p/reason', to({ type: 'string' })]]],
  ['a field is not read any more', STOCK, 'consumed', [['p/data/p/location', gone]]],
  ['a field may be left out', STOCK, 'consumed', [['p/data/required', without('quantity')]]],
  ['a field may be null', STOCK, 'consumed', [['p/data/p/quantity/type', to(['integer', 'null'])]]],
  ['a text may be longer', PARCEL, 'consumed', [['p/data/p/eventId/maxLength', to(500)]]],
  ['an integer may be any number', STOCK, 'consumed', [['p/data/p/quantity/type', to('number')]]],
];
