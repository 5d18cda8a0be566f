import { Canaries } from '../../support/canaries.ts';

export const canaries = new Canaries();
const plant = (text: string) => canaries.plant(text);

/** Who will be erased. */
export const CUSTOMER = plant('cus_canary');
export const EMAIL = plant('Buyer@canary.example');
export const ADDRESS = {
  name: plant('Canary-Name'),
  line1: plant('Canary-Street-7'),
  line2: plant('Canary-Floor-2'),
  city: plant('Canary-City'),
  region: plant('Canary-Region'),
  postalCode: plant('Canary-4711'),
  phone: plant('1555-canary-phone'),
  country: 'US',
};
export const MOVED = { ...ADDRESS, line1: plant('Canary-Avenue-8') };
/** What a person, or somebody about it, wrote. */
export const WORDS = plant('canary-words');
export const TRACKING = plant('canary-tracking');

export const ORDER = {
  customerId: CUSTOMER,
  email: EMAIL,
  locale: 'en-US',
  reference: plant('canary-cart'),
  currency: 'USD',
  lines: [
    { sku: 'SKU-RED-S', quantity: 2, unitPrice: 1299 },
    { sku: 'SKU-BLUE-M', quantity: 1, unitPrice: 900 },
  ],
  payment: { method: 'pm_card_visa' },
  shippingAddress: ADDRESS,
  billingAddress: ADDRESS,
  metadata: { note: plant('canary-note'), 'canary-field': 'x' },
};
