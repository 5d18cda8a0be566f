import { BODIES } from '../../../contracts/examples.ts';
import { Canaries } from '../../support/canaries.ts';

export const canaries = new Canaries();
const plant = (text: string) => canaries.plant(text);

/** Who must not be heard of: a person, as an order knows it. */
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
export const EMAIL = plant('buyer@canary.example');
/** Words of a person: an order shows them to whoever may read it, and nobody else. */
export const REASON = plant('canary-reason');
const NOTE = plant('canary-note');

/** What is planted into a body, by its field. */
export const WORDS: Record<string, unknown> = {
  shippingAddress: ADDRESS,
  billingAddress: ADDRESS,
  email: EMAIL,
  reason: REASON,
  metadata: { note: NOTE },
  trackingNumber: plant('canary-tracking'),
};

/** Operations whose bodies take no word of a person. Whoever adds another one decides it here. */
export const WORDLESS = [
  'deliverShipment',
  'approveReturn',
  'receiveReturn',
  'setInventory',
  'createWebhookEndpoint',
  'patchWebhookEndpoint',
];

/** What opens something. */
export const SECRETS = {
  key: plant('canary-key-of-the-settings'),
  strangerKey: plant('osk_0123456789ab_canary-of-a-stranger'),
  token: plant('canaryhead.canarybody.canarysignature'),
  cookie: plant('canary-cookie'),
  query: plant('canary-query'),
  header: plant('canary-header'),
  method: plant('pm_canary'),
  stripe: plant('sk_test_canary'),
  /** Of a carrier, and the word behind it. */
  webhook: plant(`whsec_${Buffer.from('canary-of-a-carrier-'.repeat(2)).toString('base64')}`),
};

/** A checkout's order by this person. */
export const ORDER = {
  ...BODIES.placeOrder,
  email: EMAIL,
  shippingAddress: ADDRESS,
  billingAddress: ADDRESS,
  metadata: { note: NOTE },
};
