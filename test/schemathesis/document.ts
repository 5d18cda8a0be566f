import { openApiDocument } from '../../api/openapi.ts';
import type { OperationRow } from '../../contracts/operations.ts';
import { DOCUMENTED } from '../../contracts/signed-operations.ts';
import { orderSagaClient } from '../../client/index.ts';
import { exampleOrders, type Shop, withIds } from '../support/example-orders.ts';

/**
 * The document, with the ids of orders in its examples on which each operation can succeed: a fuzzer alone never gets an order
 * to where a return can be received.
 */
export async function documentFor(shop: Shop, { isOrdinary }: { isOrdinary: boolean }) {
  const document = openApiDocument();
  await deleteEndpoints(shop);
  const ids = await exampleOrders(shop);
  const paths = Object.entries(DOCUMENTED).map(([name, operation]: [string, OperationRow]) => {
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}');
    const described = document.paths?.[path]?.[operation.method];
    const own = ids.get(name);
    return { path, method: operation.method, described: own && described ? withIds(described, own) : described };
  });
  const byPath = Map.groupBy(paths, ({ path }) => path);
  const filled = [...byPath].map(([path, operations]) => [
    path,
    Object.fromEntries(operations.map(({ method, described }) => [method, described])),
  ]);
  const { components } = document;
  const schemas = { ...components?.schemas, ...(isOrdinary ? { PlaceOrder: ORDINARY } : {}) };
  return { ...document, components: { ...components, schemas }, paths: Object.fromEntries(filled) };
}

/** A storefront has room for some, and the run before this one may have filled it. */
async function deleteEndpoints({ url }: Pick<Shop, 'url'>): Promise<void> {
  const operator = orderSagaClient('dev-ops', { baseUrl: url });
  const { data: page } = await operator.GET('/v1/webhook-endpoints', { params: { query: { limit: 100 } } });
  for (const { id: endpointId } of page?.data ?? [])
    await operator.DELETE('/v1/webhook-endpoints/{endpointId}', { params: { path: { endpointId } } });
  if (page?.next) await deleteEndpoints({ url });
}

/** Orders that are confirmed, so that the stateful phase has something to go on with. */
const ORDINARY = {
  type: 'object',
  properties: {
    customerId: { enum: ['cus_100', 'cus_200'] },
    currency: { const: 'USD' },
    lines: {
      type: 'array',
      minItems: 1,
      maxItems: 3,
      items: {
        type: 'object',
        properties: {
          sku: { enum: ['SKU-RED-S', 'SKU-BLUE-M', 'CD'] },
          quantity: { type: 'integer', minimum: 1, maximum: 4 },
          unitPrice: { type: 'integer', minimum: 1, maximum: 1000 },
        },
        required: ['sku', 'quantity', 'unitPrice'],
        additionalProperties: false,
      },
    },
    payment: {
      type: 'object',
      properties: { method: { const: 'pm_card_visa' } },
      required: ['method'],
      additionalProperties: false,
    },
    shippingAddress: { $ref: '#/components/schemas/Address' },
  },
  required: ['customerId', 'currency', 'lines', 'payment', 'shippingAddress'],
  additionalProperties: false,
};
