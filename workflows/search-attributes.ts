import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** What operators filter the list of workflows by. Plain text in Temporal: nothing personal. */
export const Storefront = defineSearchAttributeKey('Storefront', SearchAttributeType.KEYWORD);
export const OrderStatus = defineSearchAttributeKey('OrderStatus', SearchAttributeType.KEYWORD);
export const NeedsAttention = defineSearchAttributeKey('NeedsAttention', SearchAttributeType.BOOL);

export const SEARCH_ATTRIBUTES = [Storefront, OrderStatus, NeedsAttention] as const;
