import { SpanKind } from '@opentelemetry/api';
import { withSpan } from './spans.ts';

/** The same port to a service outside, with a span around each call of it: `payments.authorize`. Its methods are asynchronous. */
export function traced<Port extends object>(name: string, port: Port): Port {
  return new Proxy(port, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      const options = { kind: SpanKind.CLIENT, attributes: { 'peer.service': name } };
      return async (...args: unknown[]) =>
        await withSpan(`${name}.${String(property)}`, options, async () => await value.apply(target, args));
    },
  });
}
