import type { Payload, PayloadCodec } from '@temporalio/common';
import { PayloadRefused } from './refusals.ts';

/** A payload in protobuf's JSON. */
interface PayloadText {
  metadata?: Record<string, string> | undefined;
  data?: string | undefined;
}

/** The codec for payloads that came as JSON: for those who have no key. */
export function payloadOpener(codec: PayloadCodec) {
  async function opened(given: PayloadText): Promise<PayloadText> {
    try {
      return (await codec.decode([fromText(given)])).map(toText)[0] ?? given;
    } catch (error) {
      // Destroyed, or of another ring: one of many, and whoever asked sees which.
      if (error instanceof PayloadRefused) return given;
      throw error;
    }
  }
  return {
    encode: async (payloads: PayloadText[]) => (await codec.encode(payloads.map(fromText))).map(toText),
    decode: async (payloads: PayloadText[]) => await Promise.all(payloads.map(opened)),
  };
}

function fromText({ metadata = {}, data = '' }: PayloadText): Payload {
  const bytes = Object.entries(metadata).map(([name, text]) => [name, Buffer.from(text, 'base64')] as const);
  return { metadata: Object.fromEntries(bytes), data: Buffer.from(data, 'base64') };
}

function toText({ metadata, data }: Payload): PayloadText {
  const texts = Object.entries(metadata ?? {}).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]);
  return {
    metadata: Object.fromEntries(texts) as Record<string, string>,
    data: Buffer.from(data ?? []).toString('base64'),
  };
}
