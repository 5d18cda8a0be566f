/** Minor units of a currency, as people of here write them. */
export function money(amount: number | undefined, currency: string | undefined): string {
  if (amount === undefined || currency === undefined) return '';
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
}

const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** In the reader's time zone; the exact time for whoever points at it. */
export function Time({ at }: { at: string | null | undefined }) {
  if (!at) return null;
  return (
    <time dateTime={at} title={at}>
      {WHEN.format(new Date(at))}
    </time>
  );
}

/** `PARTIALLY_SHIPPED` as people say it. */
export function words(name: string): string {
  const text = name.toLowerCase().replaceAll(/[_.-]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `resolveCompensation` as people say it. */
export function spoken(operation: string): string {
  return words(operation.replaceAll(/([A-Z])/g, ' $1'));
}

const TONES: Record<string, string> = {
  PROCESSING: 'going',
  PARTIALLY_SHIPPED: 'going',
  SHIPPED: 'going',
  DELIVERED: 'good',
  ON_HOLD: 'waiting',
  PENDING: 'waiting',
  CANCELING: 'waiting',
  CANCELED: 'over',
  REQUESTED: 'waiting',
  APPROVED: 'going',
  RECEIVED: 'good',
  REJECTED: 'over',
};

export function Status({ status }: { status: string | undefined }) {
  return <span className={`badge ${TONES[status ?? ''] ?? 'over'}`}>{words(status ?? 'unknown')}</span>;
}
