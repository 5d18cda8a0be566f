/** `order-events` and `shipping` become `SubscriptionOrderEventsShipping`: CloudFormation takes letters and digits alone. */
export function constructId(...parts: readonly string[]): string {
  return parts
    .flatMap((part) => part.split('-'))
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
}
