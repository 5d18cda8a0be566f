import { defaultPayloadConverter, type PayloadConverter } from '@temporalio/common';

/**
 * Anybody may send a signal, in any encoding. What cannot be read arrives as undefined and is refused by its handler;
 * thrown here, it would fail the workflow task, for ever.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  fromPayload: (payload) => {
    try {
      return defaultPayloadConverter.fromPayload(payload);
    } catch {
      return undefined as never;
    }
  },
};
