import { DBOS } from '@dbos-inc/dbos-sdk';
import type { Checkout } from '../../../domain/gateway.ts';
import type { Outcome } from '../shared/work.ts';
import { refusalOf } from './refusal.ts';
import type { Steps } from './steps.ts';

export type OrderWorkflow = (checkout: Checkout) => Promise<Outcome>;

/** The saga, as a DBOS workflow: each step is checkpointed, and a run that broke off goes on behind its last one. */
export function registerOrderWorkflow(steps: Steps): OrderWorkflow {
  return DBOS.registerWorkflow(
    async (checkout: Checkout): Promise<Outcome> => {
      let intentId: string | null;
      try {
        await steps.admit(checkout);
        intentId = await steps.authorize(checkout);
      } catch (error) {
        return await refuse(steps, checkout, error);
      }
      const outcome = await steps.confirm(checkout, intentId);
      if (outcome.status === 'CANCELED') await steps.voidPayment(checkout);
      return outcome;
    },
    { name: 'placeOrder' },
  );
}

async function refuse(steps: Steps, checkout: Checkout, error: unknown): Promise<Outcome> {
  const reason = refusalOf(error) ?? 'dependency_unavailable';
  // All other refusals say that nothing was authorized; a call that got no answer may have been.
  if (reason === 'dependency_unavailable') await steps.voidPayment(checkout);
  return await steps.cancel(checkout, reason);
}
