import { type Meter, metrics } from '@opentelemetry/api';

/** Where all that is counted is counted. Asked for once metrics are set up: before that it counts nothing. */
export function meter(): Meter {
  return metrics.getMeter('order-saga');
}
