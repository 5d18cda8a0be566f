/** What the test payment methods do. `pm_card_…` are Stripe's own names, the others are ours. */
export type PaymentMethodBehaviour = {
  /** Refused before processing starts: so many times for a key, or always. */
  readonly unavailable?: 'twice' | 'always';
  readonly decline?: { readonly code: string; readonly declineCode: string; readonly message: string };
  /** The same where the customer is not there. */
  readonly offSession?: PaymentMethodBehaviour['decline'];
  /** Wants the customer in front of a browser (3-D Secure). */
  readonly needsAuthentication?: true;
  /** Does the work, and answers too late the first time. */
  readonly late?: true;
  /** Does the work, and answers 500, which is kept under the key: only a look at the intents tells what happened. */
  readonly losesAnswer?: true;
  /** The same at its capture; or an accident at the first, which takes nothing. */
  readonly capture?: 'loses answer' | 'fails once';
  /** Captured once, whatever the account. */
  readonly singleCapture?: true;
  /** What becomes of its refunds: `is pending` until somebody looks. */
  /** An accident at its first cancellation, which frees nothing. */
  readonly void?: 'fails once';
  readonly refund?: 'fails' | 'fails once' | 'is pending' | 'loses answer';
};

const DECLINED = { code: 'card_declined', declineCode: 'generic_decline', message: 'Your card was declined.' };

export const AUTHENTICATION_REQUIRED = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
} as const;

const METHODS = new Map<string, PaymentMethodBehaviour>([
  ['pm_card_visa', {}],
  ['pm_card_chargeDeclined', { decline: DECLINED }],
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
  ['pm_card_credit_disableEnterpriseCardFeatures', { singleCapture: true }],
  ['pm_timeout', { late: true }],
  ['pm_flaky', { unavailable: 'twice' }],
  ['pm_outage', { unavailable: 'always' }],
  ['pm_lost_answer', { losesAnswer: true }],
  ['pm_capture_lost_answer', { capture: 'loses answer' }],
  ['pm_capture_fails_once', { capture: 'fails once' }],
  ['pm_single_capture', { singleCapture: true }],
  ['pm_declines_off_session', { offSession: DECLINED, singleCapture: true }],
  ['pm_needs_authentication_off_session', { offSession: AUTHENTICATION_REQUIRED, singleCapture: true }],
  ['pm_void_fails_once', { void: 'fails once' }],
  ['pm_refund_fails', { refund: 'fails' }],
  ['pm_refund_fails_once', { refund: 'fails once' }],
  ['pm_refund_pending', { refund: 'is pending' }],
  ['pm_refund_lost_answer', { refund: 'loses answer' }],
]);

/** Undefined for a method that does not exist. */
export function paymentMethodBehaviour(id: string): PaymentMethodBehaviour | undefined {
  return METHODS.get(id);
}
