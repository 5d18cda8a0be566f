/** What the reference is divided into. */
export const TAGS = [
  { name: 'analytics', description: 'Figures by day, and right now' },
  { name: 'audit', description: 'What people have done' },
  { name: 'caller', description: 'Who calls' },
  { name: 'dead-letters', description: 'Messages that no service could handle' },
  { name: 'inventory', description: 'Stock, over all locations' },
  { name: 'orders', description: 'Orders from the checkout to their end' },
  { name: 'refunds', description: 'Money that goes back' },
  { name: 'returns', description: 'Goods that come back' },
  { name: 'shipments', description: 'Parcels that leave and arrive' },
  { name: 'webhook-endpoints', description: 'Who is told of what happens to orders' },
  { name: 'webhooks', description: 'What others tell' },
] as const;

/** The last part of a path that is a tag: `/v1/orders/:id/refunds` is about refunds. */
export function tagOf(path: string): string | undefined {
  const parts = path.split('/');
  return TAGS.map(({ name }) => name)
    .toSorted((a, b) => parts.lastIndexOf(b) - parts.lastIndexOf(a))
    .find((name) => parts.includes(name));
}
