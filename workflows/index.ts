export { OrderWorkflow } from './order-workflow.ts';
export { OutboxRelayWorkflow } from './outbox-relay.ts';
export { ComparisonWorkflow, ExpiryWorkflow, ReconciliationWorkflow } from './reconciliation.ts';
export { SweepWorkflow } from './sweep.ts';
export { WebhookDeliveryWorkflow } from './webhook-delivery.ts';
