import type { ZodOpenApiLinksObject } from 'zod-openapi';
import { OPERATIONS, type Operation, type OperationName } from '../contracts/operations.ts';

/** What an answer knows of the paths that can be asked next: runtime expressions, by the parameter that they are for. */
const GIVES: { [Name in OperationName]?: Record<string, string> } = {
  placeOrder: { id: '$response.body#/id', lineId: '$response.body#/lines/0/id' },
  shipOrder: { id: '$request.path.id', shipmentId: '$response.body#/shipments/0/id' },
  requestReturn: { id: '$request.path.id', returnId: '$response.body#/id' },
  setInventory: { sku: '$request.path.sku' },
};

/** Links (OpenAPI 3.1, 4.8.20) from an answer to every operation whose path it can fill in. */
export function linksFrom(source: string): ZodOpenApiLinksObject {
  const gives = Object.entries(GIVES).find(([name]) => name === source)?.[1];
  if (!gives) return {};
  const targets = Object.entries<Operation>(OPERATIONS).flatMap(([operationId, { path }]) => {
    const wanted = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
    const parameters = wanted.flatMap((name) => (gives[name] === undefined ? [] : [[`path.${name}`, gives[name]]]));
    const isReached = wanted.length > 0 && parameters.length === wanted.length && operationId !== source;
    return isReached ? [[operationId, { operationId, parameters: Object.fromEntries(parameters) }] as const] : [];
  });
  return Object.fromEntries(targets);
}
