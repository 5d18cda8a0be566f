import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { components, paths } from './schema.ts';

export type Schemas = components['schemas'];
export type OrderSagaClient = Client<paths, 'application/json'>;

/**
 * The API, by its own document: paths, parameters, bodies and answers have its types.
 * @param options `baseUrl` is where the API is
 * @param key an API key, or an access token
 */
export function orderSagaClient(
  key: string,
  options: Pick<ClientOptions, 'fetch'> & { baseUrl: string },
): OrderSagaClient {
  return createClient<paths, 'application/json'>({
    ...options,
    headers: { Authorization: `Bearer ${key}` },
  });
}
