/** What the test payment methods do. `pm_card_…` are Stripe's own names, the others are ours. */
export type PaymentMethodBehaviour = {
  /** Refused before processing starts: so many times for a key, or always. */
  readonly unavailable?: 'twice' | 'always';
  readonly decline?: { readonly code: string; readonly declineCode: string; readonly message: string };
  /** Wants the customer in front of a browser (3-D Secure). */
  readonly needsAuthentication?: true;
  /** Does the work, and answers too late the first time. */
  readonly late?: true;
  /** Does the work, and answers 500, which is kept under the key: only a look at the intents tells what happened. */
  readonly losesAnswer?: true;
  /** The same at its capture; or an accident at the first, which takes nothing. */
  readonly capture?: 'loses answer' | 'fails once';
};

const METHODS = new Map<string, PaymentMethodBehaviour>([
  ['pm_card_visa', {}],
  [
    'pm_card_chargeDeclined',
    {
      decline: { code: 'card_declined', declineCode: 'generic_decline', message: 'Your card was declined.' },
    },
  ],
  [
    'pm_card_chargeDeclinedInsufficientFunds',
    {
      decline: {
        code: 'card_declined',
        declineCode: 'insufficient_funds',
        message: 'Your card has insufficient funds.',
      },
    },
  ],
  ['pm_card_authenticationRequired', { needsAuthentication: true }],
  ['pm_timeout', { late: true }],
  ['pm_flaky', { unavailable: 'twice' }],
  ['pm_outage', { unavailable: 'always' }],
  ['pm_lost_answer', { losesAnswer: true }],
  ['pm_capture_lost_answer', { capture: 'loses answer' }],
  ['pm_capture_fails_once', { capture: 'fails once' }],
]);

/** Undefined for a method that does not exist. */
export function paymentMethodBehaviour(id: string): PaymentMethodBehaviour | undefined {
  return METHODS.get(id);
}

export const AUTHENTICATION_REQUIRED = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
} as const;
