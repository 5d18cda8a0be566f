// Made from the OpenAPI document by `npm run client`: do not edit.

export interface paths {
    "/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List orders, newest first
         * @description For whoever has the scope `orders:read`: checkout, support, operator, service.
         */
        get: operations["listOrders"];
        put?: never;
        /**
         * Place an order, and have it decided
         * @description For whoever has the scope `orders:place`: checkout.
         */
        post: operations["placeOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Place up to 1,000 orders, one a line, each as if it came by itself
         * @description For whoever has the scope `orders:place`: checkout.
         */
        post: operations["placeOrders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export orders, newest first, as many as there are: one a line
         * @description For whoever has the scope `orders:read`: checkout, support, operator, service.
         */
        get: operations["exportOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an order
         * @description For whoever has the scope `orders:read`: checkout, support, operator, service.
         */
        get: operations["getOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the shipping address before it ships, or the lines that have not shipped
         * @description For whoever has the scope `orders:change`: checkout, support, operator.
         */
        patch: operations["patchOrder"];
        trace?: never;
    };
    "/v1/orders/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what happened to an order
         * @description For whoever has the scope `orders:read`: checkout, support, operator, service.
         */
        get: operations["getTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow an order: what has happened to it and what happens next, as server-sent events
         * @description For whoever has the scope `orders:read`: checkout, support, operator, service.
         */
        get: operations["streamOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an order, before anything has shipped
         * @description For whoever has the scope `orders:change`: checkout, support, operator.
         */
        post: operations["cancelOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/shipments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that a parcel has shipped
         * @description For whoever has the scope `shipments:write`: carrier, operator.
         */
        post: operations["shipOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/shipments/{shipmentId}/deliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that a parcel has been delivered
         * @description For whoever has the scope `shipments:write`: carrier, operator.
         */
        post: operations["deliverShipment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/lines/{lineId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel units of a line that have not shipped
         * @description For whoever has the scope `orders:change`: checkout, support, operator.
         */
        post: operations["cancelLine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an order's refunds, oldest first
         * @description For whoever has the scope `orders:read`: checkout, support, operator, service.
         */
        get: operations["listRefunds"];
        put?: never;
        /**
         * Give money back: an amount, or what was paid for units of lines
         * @description For whoever has the scope `refunds:write`: checkout, support, operator.
         */
        post: operations["refundOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an order's returns, oldest first
         * @description For whoever has the scope `orders:read`: checkout, support, operator, service.
         */
        get: operations["listReturns"];
        put?: never;
        /**
         * Ask to send back what has been delivered
         * @description For whoever has the scope `returns:request`: checkout, support, operator.
         */
        post: operations["requestReturn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/returns/{returnId}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a return: it may be sent
         * @description For whoever has the scope `returns:decide`: support, operator.
         */
        post: operations["approveReturn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/returns/{returnId}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject a return
         * @description For whoever has the scope `returns:decide`: support, operator.
         */
        post: operations["rejectReturn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/returns/{returnId}/receive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that a return is there: restocked or written off, and refunded
         * @description For whoever has the scope `returns:decide`: support, operator.
         */
        post: operations["receiveReturn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hold an order: its stock stays reserved, and nothing ships
         * @description For whoever has the scope `holds:write`: support, operator.
         */
        post: operations["holdOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a held order go on
         * @description For whoever has the scope `holds:write`: support, operator.
         */
        post: operations["releaseOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject a held order: it is canceled, or what has not shipped of it
         * @description For whoever has the scope `holds:write`: support, operator.
         */
        post: operations["rejectOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/compensations/{step}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry or skip what was given up and waits for an operator
         * @description For whoever has the scope `attention:resolve`: operator.
         */
        post: operations["resolveCompensation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inventory/{sku}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the stock of a SKU
         * @description For whoever has the scope `inventory:read`: operator, service.
         */
        get: operations["getInventory"];
        /**
         * Set what is on hand of a SKU at a location, and whether orders wait for it
         * @description For whoever has the scope `inventory:write`: operator, service.
         */
        put: operations["setInventory"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inventory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the stock, by SKU
         * @description For whoever has the scope `inventory:read`: operator, service.
         */
        get: operations["listInventory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/analytics/daily": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read figures by day and storefront; a day without orders is left out
         * @description For whoever has the scope `analytics:read`: operator, service.
         */
        get: operations["dailyAnalytics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/analytics/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how storefronts are doing now: today's orders, the last hour, and what waits for a person
         * @description For whoever has the scope `analytics:read`: operator, service.
         */
        get: operations["liveAnalytics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the messages that no service could handle, or a topic not deliver
         * @description For whoever has the scope `dead-letters:read`: operator.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{queue}/{letterId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one of them, with its body
         * @description For whoever has the scope `dead-letters:read`: operator.
         */
        get: operations["getDeadLetter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{queue}/{letterId}/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put one back into its queue, and into no other; the answer is what it was
         * @description For whoever has the scope `dead-letters:write`: operator.
         */
        post: operations["redriveDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{queue}/{letterId}/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Throw one away; the answer is what it was
         * @description For whoever has the scope `dead-letters:write`: operator.
         */
        post: operations["dropDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what operators and support have done through the API, newest first
         * @description For whoever has the scope `audit:read`: support, operator.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/caller": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read who calls, and what it may
         * @description For whoever has a key.
         */
        get: operations["getCaller"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who is told, newest first
         * @description For whoever has the scope `webhooks:read`: checkout, support, operator.
         */
        get: operations["listWebhookEndpoints"];
        put?: never;
        /**
         * Have somebody told of the storefront's orders; the secret that signs is shown here alone
         * @description For whoever has the scope `webhooks:write`: checkout, support, operator.
         */
        post: operations["createWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a webhook endpoint
         * @description For whoever has the scope `webhooks:read`: checkout, support, operator.
         */
        get: operations["getWebhookEndpoint"];
        put?: never;
        post?: never;
        /**
         * Delete it, with the log of its deliveries; the answer is what it was
         * @description For whoever has the scope `webhooks:write`: checkout, support, operator.
         */
        delete: operations["deleteWebhookEndpoint"];
        options?: never;
        head?: never;
        /**
         * Change where it is and what it hears; enable it again, or disable it
         * @description For whoever has the scope `webhooks:write`: checkout, support, operator.
         */
        patch: operations["patchWebhookEndpoint"];
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have another secret, shown here alone; the old one signs beside it for 24 hours
         * @description For whoever has the scope `webhooks:write`: checkout, support, operator.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was sent to it, or is to be, newest first
         * @description For whoever has the scope `webhooks:read`: checkout, support, operator.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send it again, under the same id, by the whole schedule; the answer is what it was
         * @description For whoever has the scope `webhooks:write`: checkout, support, operator.
         */
        post: operations["replayWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/carrier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell, as a carrier, that a parcel has shipped or was delivered
         * @description For whoever has signed it; nothing of it is read before that.
         */
        post: operations["receiveCarrierWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        BatchLine: {
            /** @description Of the order, as if it came by itself: with POST /v1/orders it makes the same one */
            idempotencyKey: string;
            order: components["schemas"]["PlaceOrder"];
        };
        BatchOutcome: {
            /** @description Its number in the body, from 1; blank lines count */
            line: number;
            /** @description Null where the line has none that can be read */
            idempotencyKey: string | null;
            /** @description What POST /v1/orders would have answered */
            status: number;
            /** @description The answer that an earlier request with this key got */
            replayed: boolean;
            order?: components["schemas"]["Order"];
            problem?: components["schemas"]["Problem"];
        };
        PlaceOrder: {
            customerId?: string;
            /** Format: email */
            email?: string;
            locale?: string;
            currency: string;
            reference?: string;
            lines: {
                sku: string;
                quantity: number;
                /** @description An amount in the currency's minor unit (ISO 4217) */
                unitPrice?: number;
                /** @description An amount in the currency's minor unit (ISO 4217) */
                total?: number;
            }[];
            charges?: {
                type: string;
                name: string;
                /** @description An amount in the currency's minor unit (ISO 4217) */
                amount: number;
            }[];
            payment?: {
                method: string;
            };
            shippingAddress: components["schemas"]["Address"];
            billingAddress?: components["schemas"]["Address"];
            metadata?: {
                [key: string]: string;
            };
        };
        Address: {
            name: string;
            line1: string;
            line2?: string;
            city: string;
            region?: string;
            postalCode?: string;
            country: string;
            phone?: string;
        };
        PatchOrder: {
            shippingAddress?: components["schemas"]["Address"];
            /** @description The whole list as wanted: what is missing is taken off the order */
            lines?: {
                id?: string;
                sku?: string;
                quantity: number;
                /** @description An amount in the currency's minor unit (ISO 4217) */
                unitPrice?: number;
                /** @description An amount in the currency's minor unit (ISO 4217) */
                total?: number;
            }[];
        };
        CancelOrder: {
            reason?: string;
        };
        ShipOrder: {
            eventId: string;
            shipmentId?: string;
            carrier?: string;
            trackingNumber?: string;
            lines?: {
                lineId: string;
                quantity: number;
            }[];
        };
        DeliverShipment: {
            eventId: string;
        };
        CancelLine: {
            quantity: number;
            reason?: string;
        };
        RefundOrder: {
            /** @description An amount in the currency's minor unit (ISO 4217) */
            amount?: number;
            lines?: {
                lineId: string;
                quantity: number;
            }[];
            reason?: string;
        };
        RequestReturn: {
            lines: {
                lineId: string;
                quantity: number;
            }[];
            reason?: string;
        };
        ApproveReturn: Record<string, never>;
        Reasoned: {
            reason: string;
        };
        ReceiveReturn: {
            /** @description All of it is there: for sale again, or written off */
            restock?: boolean;
            /** @description What is there, where it is less or where a part is written off */
            lines?: {
                lineId: string;
                quantity: number;
                restock: boolean;
            }[];
        };
        ReleaseOrder: {
            reason?: string;
        };
        ResolveCompensation: {
            /** @enum {string} */
            action: "retry" | "skip";
            reason: string;
        };
        SetInventory: {
            /** @description At the location; as it is by default */
            onHand?: number;
            /** @description Of the SKU: whether orders wait for it when it is not there; off at first */
            backorder?: boolean;
            /** @description For the audit trail */
            reason?: string;
        };
        CreateWebhookEndpoint: {
            /**
             * Format: uri
             * @description https alone where private addresses are refused
             */
            url: string;
            /** @description Null: every one */
            eventTypes?: ("order.created" | "order.updated" | "order.shipped" | "order.delivered" | "order.cancelled" | "order.held" | "order.released" | "order.returned" | "order.refunded" | "payment.captured")[] | null;
            /** @description Needed where the caller has none; else the caller's */
            storefront?: string;
        };
        PatchWebhookEndpoint: {
            /**
             * Format: uri
             * @description https alone where private addresses are refused
             */
            url?: string;
            /** @description Null: every one */
            eventTypes?: ("order.created" | "order.updated" | "order.shipped" | "order.delivered" | "order.cancelled" | "order.held" | "order.released" | "order.returned" | "order.refunded" | "payment.captured")[] | null;
            enabled?: boolean;
        };
        CarrierWebhook: {
            /** @enum {string} */
            type: "order.shipped" | "order.delivered";
            data: {
                shipmentId?: string | null;
                carrier?: string | null;
                trackingNumber?: string | null;
                lines?: {
                    lineId: string;
                    quantity: number;
                }[] | null;
                orderId: string;
            };
        };
        Order: {
            id: string;
            storefront: string;
            /** @enum {string} */
            status: "PENDING" | "ON_HOLD" | "PROCESSING" | "PARTIALLY_SHIPPED" | "SHIPPED" | "DELIVERED" | "CANCELING" | "CANCELED";
            version: number;
            customerId: string | null;
            email: string | null;
            locale: string | null;
            reference: string | null;
            currency: string;
            lines: {
                id: string;
                sku: string;
                quantity: number;
                unitPrice: number | null;
                /** @description An amount in the currency's minor unit (ISO 4217) */
                total: number;
                shipped: number;
                canceled: number;
                returned: number;
            }[];
            charges: {
                type: string;
                name: string;
                /** @description An amount in the currency's minor unit (ISO 4217) */
                amount: number;
            }[];
            /** @description An amount in the currency's minor unit (ISO 4217) */
            total: number;
            payment: {
                status: string;
                /** @description An amount in the currency's minor unit (ISO 4217) */
                authorized: number;
                /** @description An amount in the currency's minor unit (ISO 4217) */
                captured: number;
                /** @description An amount in the currency's minor unit (ISO 4217) */
                refunded: number;
            };
            shippingAddress: components["schemas"]["AddressOutput"];
            billingAddress: components["schemas"]["AddressOutput"] | null;
            shipments: {
                id: string;
                /** @enum {string} */
                status: "SHIPPED" | "DELIVERED";
                carrier: string | null;
                trackingNumber: string | null;
                lines: {
                    lineId: string;
                    quantity: number;
                }[];
            }[];
            refunds: components["schemas"]["Refund"][];
            returns: components["schemas"]["Return"][];
            /** @description Units that wait for stock */
            backorders: {
                sku: string;
                quantity: number;
            }[];
            hold: {
                /** @enum {string} */
                reason: "fraud_check" | "payment_declined" | "requested";
                /** @description Null but to operators */
                note: string | null;
                /** @description Then it is over, whoever has looked at it or not */
                until: string | null;
            } | null;
            cancelReason: string | null;
            cancelNote: string | null;
            needsAttention: boolean;
            /** @description What was given up and waits for an operator */
            attention: {
                /** @enum {string} */
                step: "stock" | "payment" | "capture" | "authorize" | "release" | "refund" | "shipment";
                /** @description Null but to operators */
                error: string | null;
                /** Format: date-time */
                since: string;
            }[];
            metadata: {
                [key: string]: string;
            };
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Refund: {
            id: string;
            /** @enum {string} */
            status: "PENDING" | "SUCCEEDED" | "FAILED";
            /** @description An amount in the currency's minor unit (ISO 4217) */
            amount: number;
            reason: string | null;
            /** @description Null for an amount */
            lines: {
                lineId: string;
                quantity: number;
            }[] | null;
            /** @description Of the return that caused it */
            returnId: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        Return: {
            id: string;
            /** @enum {string} */
            status: "REQUESTED" | "APPROVED" | "REJECTED" | "RECEIVED";
            lines: {
                lineId: string;
                quantity: number;
            }[];
            reason: string | null;
            /** @description Why it was rejected */
            note: string | null;
            received: {
                lineId: string;
                quantity: number;
                restock: boolean;
            }[];
            refundId: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            code: string;
            requestId: string;
            retryable: boolean;
            orderId?: string;
            errors?: {
                pointer: string;
                detail: string;
            }[];
        } & {
            [key: string]: unknown;
        };
        OrderPage: {
            data: components["schemas"]["OrderFields"][];
            next: string | null;
        };
        OrderFields: {
            id: string;
            storefront?: string;
            /** @enum {string} */
            status?: "PENDING" | "ON_HOLD" | "PROCESSING" | "PARTIALLY_SHIPPED" | "SHIPPED" | "DELIVERED" | "CANCELING" | "CANCELED";
            version?: number;
            customerId?: string | null;
            email?: string | null;
            locale?: string | null;
            reference?: string | null;
            currency?: string;
            lines?: {
                id: string;
                sku: string;
                quantity: number;
                unitPrice: number | null;
                /** @description An amount in the currency's minor unit (ISO 4217) */
                total: number;
                shipped: number;
                canceled: number;
                returned: number;
            }[];
            charges?: {
                type: string;
                name: string;
                /** @description An amount in the currency's minor unit (ISO 4217) */
                amount: number;
            }[];
            /** @description An amount in the currency's minor unit (ISO 4217) */
            total?: number;
            payment?: {
                status: string;
                /** @description An amount in the currency's minor unit (ISO 4217) */
                authorized: number;
                /** @description An amount in the currency's minor unit (ISO 4217) */
                captured: number;
                /** @description An amount in the currency's minor unit (ISO 4217) */
                refunded: number;
            };
            shippingAddress?: components["schemas"]["AddressOutput"];
            billingAddress?: components["schemas"]["AddressOutput"] | null;
            shipments?: {
                id: string;
                /** @enum {string} */
                status: "SHIPPED" | "DELIVERED";
                carrier: string | null;
                trackingNumber: string | null;
                lines: {
                    lineId: string;
                    quantity: number;
                }[];
            }[];
            refunds?: components["schemas"]["Refund"][];
            returns?: components["schemas"]["Return"][];
            /** @description Units that wait for stock */
            backorders?: {
                sku: string;
                quantity: number;
            }[];
            hold?: {
                /** @enum {string} */
                reason: "fraud_check" | "payment_declined" | "requested";
                /** @description Null but to operators */
                note: string | null;
                /** @description Then it is over, whoever has looked at it or not */
                until: string | null;
            } | null;
            cancelReason?: string | null;
            cancelNote?: string | null;
            needsAttention?: boolean;
            /** @description What was given up and waits for an operator */
            attention?: {
                /** @enum {string} */
                step: "stock" | "payment" | "capture" | "authorize" | "release" | "refund" | "shipment";
                /** @description Null but to operators */
                error: string | null;
                /** Format: date-time */
                since: string;
            }[];
            metadata?: {
                [key: string]: string;
            };
            /** Format: date-time */
            createdAt?: string;
            /** Format: date-time */
            updatedAt?: string;
        };
        Timeline: {
            data: components["schemas"]["TimelineEvent"][];
            next: string | null;
        };
        TimelineEvent: {
            id: string;
            type: string;
            version: number;
            /** Format: date-time */
            time: string;
            /** @description W3C Trace Context: all events of an order are one trace */
            traceparent: string;
            data: {
                [key: string]: unknown;
            };
        };
        /** @description Server-sent events: all that has happened to the order, and what happens from now on */
        StreamedEvent: {
            /** @description The version that the order came to; a client sends it back as Last-Event-ID */
            id: string;
            /** @description Its type */
            event: string;
            /** @description The event as the timeline has it */
            data: string;
        };
        RefundList: {
            data: components["schemas"]["Refund"][];
        };
        ReturnList: {
            data: components["schemas"]["Return"][];
        };
        Inventory: {
            sku: string;
            /** @description Of what can be set: units that orders hold do not count */
            version: number;
            /** @description Never shown below what orders hold, see short */
            onHand: number;
            reserved: number;
            available: number;
            /** @description Of what is on hand: units that orders hold and the warehouse does not find */
            short: number;
            /** @description Orders wait for it when it is not there */
            backorder: boolean;
            /** @description Units that orders wait for */
            waiting: number;
            locations: {
                location: string;
                /** @description Never shown below what orders hold, see short */
                onHand: number;
                reserved: number;
                available: number;
                /** @description Of what is on hand: units that orders hold and the warehouse does not find */
                short: number;
            }[];
        };
        InventoryList: {
            data: components["schemas"]["Inventory"][];
            next: string | null;
        };
        DailyAnalytics: {
            data: components["schemas"]["DailyFigures"][];
        };
        DailyFigures: {
            /** Format: date */
            day: string;
            storefront: string;
            currency: string;
            /** @description Confirmed, canceled since or not */
            orders: number;
            /** @description Totals of those that were not canceled, in the currency's minor unit */
            revenue: number;
            /** @description Of the confirmed ones */
            canceled: number;
            /** @description canceled / orders; null where none was confirmed */
            cancelRate: number | null;
            /** @description Never confirmed: declined, out of stock, canceled before the answer */
            refused: number;
            delivered: number;
            /** @description From confirmed to all of it shipped; null where no order has got there */
            timeToShip: {
                orders: number;
                averageSeconds: number;
                p50Seconds: number;
                p95Seconds: number;
            } | null;
            /** @description Of the orders in revenue, without charges and discounts: the 100 that brought the most */
            skus: {
                sku: string;
                units: number;
                /** @description An amount in the currency's minor unit (ISO 4217) */
                revenue: number;
            }[];
        };
        LiveAnalytics: {
            /**
             * Format: date-time
             * @description When it was counted; counted anew after two seconds
             */
            time: string;
            /**
             * Format: date
             * @description Today, by UTC's clock
             */
            day: string;
            data: components["schemas"]["LiveFigures"][];
        };
        LiveFigures: {
            storefront: string;
            currency: string;
            /** @description Placed today */
            orders: number;
            /** @description Totals of those of them that are confirmed and stand; one on hold counts again once it is released */
            revenue: number;
            /** @description Today's orders as they stand; every status */
            byStatus: {
                /** @enum {string} */
                status: "PENDING" | "ON_HOLD" | "PROCESSING" | "PARTIALLY_SHIPPED" | "SHIPPED" | "DELIVERED" | "CANCELING" | "CANCELED";
                orders: number;
            }[];
            /** @description For a person, whenever they were placed: steps given up, orders on hold, open returns */
            waiting: {
                attention: number;
                holds: number;
                returns: number;
            };
            /** @description Orders placed in each of the last 60 minutes, the current one last */
            perMinute: {
                /** Format: date-time */
                minute: string;
                orders: number;
            }[];
        };
        DeadLetterList: {
            /** @description Oldest first, 500 at most */
            data: components["schemas"]["DeadLetter"][];
            /** @description How many each has */
            queues: {
                queue: string;
                letters: number;
            }[];
        };
        DeadLetter: {
            id: string;
            queue: string;
            /**
             * @description Its service could not handle it, or its topic not deliver it
             * @enum {string}
             */
            kind: "dead" | "undelivered";
            eventType: string | null;
            storefront: string | null;
            orderId: string | null;
            /** @description Null where its consumer died with it each time */
            reason: string | null;
            receives: number | null;
            /** @description W3C Trace Context */
            traceId: string | null;
            /**
             * Format: date-time
             * @description When it came here
             */
            time: string;
        };
        DeadLetterInFull: {
            id: string;
            queue: string;
            /**
             * @description Its service could not handle it, or its topic not deliver it
             * @enum {string}
             */
            kind: "dead" | "undelivered";
            eventType: string | null;
            storefront: string | null;
            orderId: string | null;
            /** @description Null where its consumer died with it each time */
            reason: string | null;
            receives: number | null;
            /** @description W3C Trace Context */
            traceId: string | null;
            /**
             * Format: date-time
             * @description When it came here
             */
            time: string;
            /** @description The message: as JSON, or as text where it is none */
            body: unknown;
        };
        AuditList: {
            data: components["schemas"]["AuditEntry"][];
            next: string | null;
        };
        AuditEntry: {
            id: string;
            /** @description The API key's name, or the token's subject */
            actor: string;
            /** @enum {string} */
            role: "checkout" | "support" | "operator" | "carrier" | "service";
            /** @description The caller's, or the order's; null where there is none */
            storefront: string | null;
            /** @description Its name in this document */
            operation: string;
            path: string;
            orderId: string | null;
            reason: string | null;
            /** @description Of what was asked: amounts and choices, and nothing personal */
            details: {
                [key: string]: unknown;
            };
            /** @description What it was answered; null: nobody knows, its process has gone */
            status: number | null;
            /** @description Its code, where it was refused */
            refusal: string | null;
            requestId: string;
            /** Format: date-time */
            createdAt: string;
        };
        Caller: {
            name: string;
            /** @enum {string} */
            role: "checkout" | "support" | "operator" | "carrier" | "service";
            /** @description Null: every one */
            storefront: string | null;
            scopes: string[];
            /** @description Where Temporal's UI shows workflows: `<temporalUi>/order-<order id>`. Null but to operators and support */
            temporalUi: string | null;
        };
        WebhookEndpointWithSecret: {
            id: string;
            version: number;
            storefront: string;
            url: string;
            eventTypes: string[] | null;
            enabled: boolean;
            disabledAt: string | null;
            disabledReason: string | null;
            /** @description The secret before this one signs beside it until then */
            previousSecretUntil: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Signs what is sent: `whsec_…`. It is shown here alone */
            secret: string;
        };
        WebhookEndpointList: {
            data: components["schemas"]["WebhookEndpoint"][];
            next: string | null;
        };
        WebhookEndpoint: {
            id: string;
            version: number;
            storefront: string;
            url: string;
            eventTypes: string[] | null;
            enabled: boolean;
            disabledAt: string | null;
            disabledReason: string | null;
            /** @description The secret before this one signs beside it until then */
            previousSecretUntil: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        WebhookDeliveryList: {
            data: components["schemas"]["WebhookDelivery"][];
            next: string | null;
        };
        WebhookDelivery: {
            id: string;
            /** @description Goes as `webhook-id` */
            eventId: string;
            eventType: string;
            orderId: string;
            /** @enum {string} */
            state: "pending" | "delivered" | "failed" | "disabled";
            attempts: {
                /** Format: date-time */
                time: string;
                /** @description Null where there was no answer */
                status: number | null;
                error: string | null;
                ms: number;
            }[];
            /** Format: date-time */
            createdAt: string;
        };
        AddressOutput: {
            name: string;
            line1: string;
            line2?: string;
            city: string;
            region?: string;
            postalCode?: string;
            country: string;
            phone?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listOrders: {
        parameters: {
            query?: {
                /** @description Orders in this state */
                status?: "PENDING" | "ON_HOLD" | "PROCESSING" | "PARTIALLY_SHIPPED" | "SHIPPED" | "DELIVERED" | "CANCELING" | "CANCELED";
                /** @description A customer's orders */
                customerId?: string;
                /** @description The shop's own name for an order */
                reference?: string;
                /** @description Placed then or later */
                createdFrom?: string;
                /** @description Placed before */
                createdTo?: string;
                /** @description Only this one; by default all that the caller may see */
                storefront?: string;
                /** @description Orders with a step that was given up */
                needsAttention?: true;
                /** @description Orders with a return that waits: to be approved, or to come */
                returnStatus?: "REQUESTED" | "APPROVED";
                /** @description Orders that have all of these entries: `metadata[campaign]=spring` */
                metadata?: {
                    [key: string]: string;
                };
                /** @description Only these fields of an order, and its id: `fields=status,total` */
                fields?: ("id" | "storefront" | "status" | "version" | "customerId" | "email" | "locale" | "reference" | "currency" | "lines" | "charges" | "total" | "payment" | "shippingAddress" | "billingAddress" | "shipments" | "refunds" | "returns" | "backorders" | "hold" | "cancelReason" | "cancelNote" | "needsAttention" | "attention" | "metadata" | "createdAt" | "updatedAt")[];
                /** @description How many at most */
                limit?: number;
                /** @description The `next` of the page before, with the same filter */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPage"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    placeOrder: {
        parameters: {
            query?: never;
            header: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaceOrder"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description Where the order is */
                    Location: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Not decided yet */
            202: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description Where the order is */
                    Location: string;
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_required`: An Idempotency-Key is required */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payment_declined`: The payment was declined; `authentication_required`: The payment needs authentication */
            402: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `out_of_stock`: Not enough stock; `idempotency_in_progress`: The first request with this Idempotency-Key is still being decided */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    "Retry-After"?: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `unknown_sku`: There is no such SKU; `customer_rejected`: The customer was rejected; `review_rejected`: The order was rejected in review; `review_expired`: The order was not reviewed in time; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long; `overloaded`: More orders come than can be taken up in time */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    placeOrders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long; `overloaded`: More orders come than can be taken up in time */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportOrders: {
        parameters: {
            query?: {
                /** @description Orders in this state */
                status?: "PENDING" | "ON_HOLD" | "PROCESSING" | "PARTIALLY_SHIPPED" | "SHIPPED" | "DELIVERED" | "CANCELING" | "CANCELED";
                /** @description A customer's orders */
                customerId?: string;
                /** @description The shop's own name for an order */
                reference?: string;
                /** @description Placed then or later */
                createdFrom?: string;
                /** @description Placed before */
                createdTo?: string;
                /** @description Only this one; by default all that the caller may see */
                storefront?: string;
                /** @description Orders with a step that was given up */
                needsAttention?: true;
                /** @description Orders with a return that waits: to be approved, or to come */
                returnStatus?: "REQUESTED" | "APPROVED";
                /** @description Orders that have all of these entries: `metadata[campaign]=spring` */
                metadata?: {
                    [key: string]: string;
                };
                /** @description An order a line, or a row */
                format?: "ndjson" | "csv";
                /** @description Only these fields of an order, and its id: `fields=status,total` */
                fields?: ("id" | "storefront" | "status" | "version" | "customerId" | "email" | "locale" | "reference" | "currency" | "lines" | "charges" | "total" | "payment" | "shippingAddress" | "billingAddress" | "shipments" | "refunds" | "returns" | "backorders" | "hold" | "cancelReason" | "cancelNote" | "needsAttention" | "attention" | "metadata" | "createdAt" | "updatedAt")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description A name for the file */
                    "Content-Disposition": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the caller has already */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description It is as the caller has it */
            304: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchOrder"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Not decided yet */
            202: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payment_declined`: The payment was declined; `authentication_required`: The payment needs authentication */
            402: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_transition`: The order is in a state that does not allow that; `out_of_stock`: Not enough stock */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `unknown_sku`: There is no such SKU */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTimeline: {
        parameters: {
            query?: {
                /** @description The `next` of the page before, with the same filter */
                cursor?: string;
                /** @description How many at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The order */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamOrder: {
        parameters: {
            query?: {
                /** @description Only what came after this version of the order; the header Last-Event-ID goes before it */
                after?: number;
            };
            header?: {
                /** @description The version that was heard last */
                "Last-Event-ID"?: number;
            };
            path: {
                /** @description The order */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["StreamedEvent"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CancelOrder"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Not decided yet */
            202: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_transition`: The order is in a state that does not allow that; `idempotency_in_progress`: The first request with this Idempotency-Key is still being decided */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    "Retry-After"?: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shipOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShipOrder"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_transition`: The order is in a state that does not allow that; `idempotency_in_progress`: The first request with this Idempotency-Key is still being decided */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    "Retry-After"?: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deliverShipment: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
                /** @description The parcel */
                shipmentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeliverShipment"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_transition`: The order is in a state that does not allow that; `idempotency_in_progress`: The first request with this Idempotency-Key is still being decided */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    "Retry-After"?: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelLine: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
                /** @description The line of the order */
                lineId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelLine"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Not decided yet */
            202: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_transition`: The order is in a state that does not allow that; `idempotency_in_progress`: The first request with this Idempotency-Key is still being decided */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    "Retry-After"?: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRefunds: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the caller has already */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundList"];
                };
            };
            /** @description It is as the caller has it */
            304: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refundOrder: {
        parameters: {
            query?: never;
            header: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key": string;
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundOrder"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_required`: An Idempotency-Key is required */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_transition`: The order is in a state that does not allow that; `idempotency_in_progress`: The first request with this Idempotency-Key is still being decided; `refund_exceeds_captured`: More than is left to give back; `refund_failed`: The refund failed */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    "Retry-After"?: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReturns: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the caller has already */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReturnList"];
                };
            };
            /** @description It is as the caller has it */
            304: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    requestReturn: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestReturn"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Return"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_transition`: The order is in a state that does not allow that; `idempotency_in_progress`: The first request with this Idempotency-Key is still being decided; `return_window_closed`: The return window has closed */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    "Retry-After"?: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveReturn: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
                /** @description The return */
                returnId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ApproveReturn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Return"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_transition`: The order is in a state that does not allow that; `idempotency_in_progress`: The first request with this Idempotency-Key is still being decided */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    "Retry-After"?: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectReturn: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
                /** @description The return */
                returnId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reasoned"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Return"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_transition`: The order is in a state that does not allow that; `idempotency_in_progress`: The first request with this Idempotency-Key is still being decided */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    "Retry-After"?: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receiveReturn: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
                /** @description The return */
                returnId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReceiveReturn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Return"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_transition`: The order is in a state that does not allow that; `idempotency_in_progress`: The first request with this Idempotency-Key is still being decided */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    "Retry-After"?: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    holdOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reasoned"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_transition`: The order is in a state that does not allow that; `idempotency_in_progress`: The first request with this Idempotency-Key is still being decided */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    "Retry-After"?: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    releaseOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReleaseOrder"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_transition`: The order is in a state that does not allow that; `idempotency_in_progress`: The first request with this Idempotency-Key is still being decided */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    "Retry-After"?: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reasoned"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Not decided yet */
            202: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_transition`: The order is in a state that does not allow that; `idempotency_in_progress`: The first request with this Idempotency-Key is still being decided */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    "Retry-After"?: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolveCompensation: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The order */
                id: string;
                /** @description What the order's `attention` says was given up */
                step: "stock" | "payment" | "capture" | "authorize" | "release" | "refund" | "shipment";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolveCompensation"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Not decided yet */
            202: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_transition`: The order is in a state that does not allow that; `idempotency_in_progress`: The first request with this Idempotency-Key is still being decided */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    "Retry-After"?: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInventory: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the caller has already */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The SKU */
                sku: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, which is all that If-Match goes by, and what of the rest moves without one */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Inventory"];
                };
            };
            /** @description It is as the caller has it */
            304: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, which is all that If-Match goes by, and what of the rest moves without one */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setInventory: {
        parameters: {
            query?: {
                /** @description Where it is on hand */
                location?: string;
            };
            header?: {
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The SKU */
                sku: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetInventory"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, which is all that If-Match goes by, and what of the rest moves without one */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Inventory"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInventory: {
        parameters: {
            query?: {
                /** @description SKUs that begin with it */
                prefix?: string;
                /** @description How many at most */
                limit?: number;
                /** @description The `next` of the page before, with the same filter */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryList"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dailyAnalytics: {
        parameters: {
            query?: {
                /** @description The first day; by default 29 days before the last */
                from?: string;
                /** @description The last day, at most 366 days in all; by default today, in UTC */
                to?: string;
                /** @description Only this one; by default all that the caller may see */
                storefront?: string;
                /** @description The SKU */
                sku?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyAnalytics"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    liveAnalytics: {
        parameters: {
            query?: {
                /** @description Only this one; by default all that the caller may see */
                storefront?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveAnalytics"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description The queue, by the service that reads it */
                queue?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterList"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The queue, by the service that reads it */
                queue: string;
                /** @description The dead letter */
                letterId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterInFull"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redriveDeadLetter: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The queue, by the service that reads it */
                queue: string;
                /** @description The dead letter */
                letterId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reasoned"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetter"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dropDeadLetter: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The queue, by the service that reads it */
                queue: string;
                /** @description The dead letter */
                letterId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reasoned"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetter"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Only what was done to this order */
                orderId?: string;
                /** @description Only what this caller did */
                actor?: string;
                /** @description How many at most */
                limit?: number;
                /** @description The `next` of the page before, with the same filter */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCaller: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Caller"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookEndpoints: {
        parameters: {
            query?: {
                /** @description How many at most */
                limit?: number;
                /** @description The `next` of the page before, with the same filter */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointList"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhookEndpoint"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointWithSecret"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_endpoints`: The storefront has as many webhook endpoints as it may */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the caller has already */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The webhook endpoint */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description It is as the caller has it */
            304: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The webhook endpoint */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The webhook endpoint */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchWebhookEndpoint"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of another type */
            415: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
                /** @description The ETag that it must still have */
                "If-Match"?: string;
            };
            path: {
                /** @description The webhook endpoint */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Its version, for If-Match */
                    ETag: string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointWithSecret"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_mismatch`: It has changed since that version */
            412: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description How many at most */
                limit?: number;
                /** @description The `next` of the page before, with the same filter */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The webhook endpoint */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryList"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayWebhookDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each request, and the same again when that is sent again */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The webhook endpoint */
                endpointId: string;
                /** @description The delivery */
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Not decided yet */
            202: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A valid API key is needed */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description RFC 6750 */
                    "WWW-Authenticate": "Bearer";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This API key may not do that */
            403: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `endpoint_disabled`: The webhook endpoint is disabled */
            409: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid; `idempotency_key_reused`: The Idempotency-Key was used with another body */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    /** @description The answer that the first request with this Idempotency-Key got */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receiveCarrierWebhook: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's own: what comes again under it is no news */
                "webhook-id": string;
                /** @description Unix time in seconds, five minutes off at most */
                "webhook-timestamp": string;
                /** @description `v1,<base64>`, of `<webhook-id>.<webhook-timestamp>.<body>` */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CarrierWebhook"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`: The request is not valid */
            400: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_signature`: The webhook is not signed by anybody we know */
            401: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description https://www.standardwebhooks.com */
                    "WWW-Authenticate": "StandardWebhooks";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing */
            404: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: The request did not come to its end in time */
            408: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid */
            422: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: Path and headers are too large */
            431: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side */
            500: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service stayed away too long */
            503: {
                headers: {
                    /** @description The caller's own where it sent one: give it when you ask about it */
                    "X-Request-Id": string;
                    /** @description Seconds after which to ask again */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
