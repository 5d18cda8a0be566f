import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { KeyRing } from './key-ring.ts';
import { type DataKey, type OrderKeys, orderOfKey } from './order-keys.ts';
import { PayloadRefused } from './refusals.ts';
import { isRingKeyId } from './ring-key-ids.ts';
import { open, seal } from './sealing.ts';

const { Payload: Message } = proto.temporal.api.common.v1;

const ENCODING = 'binary/encrypted';
/** No converter knows it: what has it arrives in a workflow as undefined (workflows/payload-converter.ts). */
const REFUSED = 'binary/refused';
const KEY_ID = 'encryption-key-id';

export interface CodecDeps {
  ring: KeyRing;
  orderKeys: OrderKeys;
  /** Whether payloads that are not encrypted are read, now. */
  readsPlain: () => boolean;
  /** Hears of what is not taken. */
  onRefused: (refusal: PayloadRefused) => void;
}

/** All that Temporal is given, closed: metadata and data as one. */
export function payloadCodec(deps: CodecDeps): PayloadCodec {
  const { ring, orderKeys } = deps;

  async function keyFor(context: SerializationContext | undefined): Promise<DataKey> {
    const orderId = orderOfWorkflow(context?.workflowId);
    return orderId === undefined ? ring.active : await orderKeys.forWriting(orderId);
  }

  async function opened(payload: Payload, context: SerializationContext | undefined): Promise<Payload> {
    const owner = context?.workflowId ?? 'nobody';
    if (textOf(payload, 'encoding') !== ENCODING)
      return deps.readsPlain() ? payload : refused(`a payload of ${owner} has no key: it is not encrypted`, context);
    const id = textOf(payload, KEY_ID);
    const orderId = orderOfKey(id);
    if (orderId === undefined && !isRingKeyId(id))
      return refused(`a payload of ${owner} is of no key of ours`, context);
    // A key that is not there may come yet.
    const { key } = orderId === undefined ? await ring.key(id) : await orderKeys.forReading(orderId);
    try {
      return Message.decode(open(key, id, payload.data ?? new Uint8Array()));
    } catch {
      return refused(`a payload does not open with its key ${id}`, context);
    }
  }

  function refused(why: string, context: SerializationContext | undefined): Payload {
    const refusal = new PayloadRefused(why);
    deps.onRefused(refusal);
    // Anybody may send a signal: thrown, it would fail the workflow's task, and each one after it.
    if (context?.type === 'workflow') return { metadata: { encoding: Buffer.from(REFUSED) } };
    throw refusal;
  }

  return {
    async encode(payloads, context) {
      if (payloads.length === 0) return payloads;
      const { id, key } = await keyFor(context);
      return payloads.map((payload) => ({
        metadata: { encoding: Buffer.from(ENCODING), [KEY_ID]: Buffer.from(id) },
        data: seal(key, id, Message.encode(payload).finish()),
      }));
    },
    decode: async (payloads, context) => await Promise.all(payloads.map((payload) => opened(payload, context))),
  };
}

/** Undefined for the workflows of the house. */
function orderOfWorkflow(workflowId: string | undefined): string | undefined {
  return /^order-([0-9A-Z]{26})$/.exec(workflowId ?? '')?.[1];
}

function textOf({ metadata }: Payload, name: string): string {
  return Buffer.from(metadata?.[name] ?? []).toString('utf8');
}
