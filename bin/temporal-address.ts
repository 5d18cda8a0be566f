import { required, type Settings } from './settings.ts';

/** Where Temporal is and how it is reached, for either kind of connection. An API key goes over TLS alone. */
export function temporalAddress(settings: Settings) {
  const { TEMPORAL_API_KEY: apiKey, TEMPORAL_TLS } = settings;
  const tls = TEMPORAL_TLS === 'on' || apiKey !== undefined;
  return {
    address: required(settings, 'TEMPORAL_ADDRESS'),
    ...(tls ? { tls } : {}),
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}
