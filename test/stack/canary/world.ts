import type { Answer } from '../../support/http.ts';
import type { SmtpWorld } from '../../support/smtp.ts';
import type { Stack } from '../../support/stack.ts';
import type { WebhookReceiver } from '../../support/webhook-receiver.ts';

export interface CanaryWorld {
  stack: () => Stack;
  mail: () => SmtpWorld;
  receiver: () => WebhookReceiver;
  /** What was answered where something was wrong. */
  errors: string[];
}

/** Keeps the answer where it is an error. */
export function kept({ errors }: CanaryWorld, answer: Answer): Answer {
  if (answer.status >= 400 || answer.text.includes('"problem":'))
    errors.push(`${JSON.stringify(answer.headers)} ${answer.text}`);
  return answer;
}
