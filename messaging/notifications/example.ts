import type { MailView } from './view.ts';

/** What templates are tried with: everything that a message can have. */
export const EXAMPLE: MailView = {
  name: 'A. Buyer',
  orderId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  date: 'March 1, 2026',
  lines: [
    { sku: 'SKU-RED-S', quantity: '2', total: '$25.98' },
    { sku: 'CD', quantity: '1', total: '$9.99' },
  ],
  total: '$35.97',
  isFree: false,
  parcel: {
    carrier: 'dhl',
    trackingNumber: 'JD014600006281230701',
    lines: [{ sku: 'SKU-RED-S', quantity: '2' }],
    isPart: true,
  },
  returnDays: '30',
};
