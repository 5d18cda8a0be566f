import { ApplicationFailure, Context, log } from '@temporalio/activity';
import type { Db } from '../db/client.ts';
import { findSending } from '../db/webhook-deliveries.ts';
import { noteAttempt, noteGivenUp, noteGone, settleDelivery } from '../db/webhook-outcomes.ts';
import type { WebhookState } from '../domain/webhooks.ts';
import type { SendWebhook } from './webhook-sender.ts';

export interface WebhookDeps {
  db: Db;
  send: SendWebhook;
}

export interface WebhookOutcome {
  state: WebhookState;
  /** The endpoint wants to be left alone for so long. */
  retryAfterMs: number | null;
}

const GONE = 410;

export function webhookActivities({ db, send }: WebhookDeps) {
  return {
    /** What has ended begins anew: sent again, also where it was taken. */
    async reopenWebhook(deliveryId: string): Promise<void> {
      await settleDelivery(db, deliveryId, 'pending');
    },

    /**
     * One attempt at a delivery. A crash between the answer and the note of it makes another one, with the same `webhook-id`.
     * @param isLast failing, it is the end of the delivery
     */
    async attemptWebhook(deliveryId: string, isLast: boolean): Promise<WebhookOutcome> {
      const { info, cancellationSignal } = Context.current();
      const found = await findSending(db, deliveryId);
      if (!found) return ended('disabled');
      const { delivery, endpoint } = found;
      const run = `${info.workflowExecution?.runId}/`;
      const id = `${run}${info.activityId}`;
      const isNoted = delivery.attempts.some((attempt) => attempt.id === id);
      if (isNoted || delivery.state === 'delivered') return ended(delivery.state);
      if (endpoint.disabledAt) {
        await settleDelivery(db, deliveryId, 'disabled');
        return ended('disabled');
      }

      const time = new Date();
      const { previousSecret, previousSecretUntil } = endpoint;
      const isPreviousValid = previousSecret !== null && previousSecretUntil !== null && previousSecretUntil > time;
      const { status, error, retryAfterMs } = await send(
        {
          url: endpoint.url,
          id: delivery.eventId,
          payload: delivery.payload,
          secrets: isPreviousValid ? [endpoint.secret, previousSecret] : [endpoint.secret],
        },
        cancellationSignal,
      ).catch(() => {
        throw ApplicationFailure.retryable('the worker stops');
      });

      const attempt = { id, time: time.toISOString(), status, error, ms: Date.now() - time.getTime() };
      if (status === GONE) {
        await noteGone(db, delivery, attempt);
        return ended('disabled');
      }
      const isTaken = status !== null && status >= 200 && status < 300;
      if (!isTaken && isLast) {
        // Of this run: a replay begins anew.
        const { time: began } = delivery.attempts.find((one) => one.id.startsWith(run)) ?? attempt;
        const isDisabled = await noteGivenUp(db, delivery, attempt, began);
        const { endpointId, eventId } = delivery;
        if (isDisabled)
          log.warn('a webhook endpoint was disabled, as it takes nothing', { endpointId, eventId, began });
        return ended('failed');
      }
      const state = isTaken ? 'delivered' : 'pending';
      await noteAttempt(db, deliveryId, attempt, state);
      return { state, retryAfterMs };
    },
  };
}

export type WebhookActivities = ReturnType<typeof webhookActivities>;

function ended(state: WebhookState): WebhookOutcome {
  return { state, retryAfterMs: null };
}
