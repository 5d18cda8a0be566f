import type { ActivityDeps } from '../../activities/deps.ts';
import { type Activities, createActivities } from '../../activities/index.ts';
import type { PaymentProvider } from '../../activities/payment-provider.ts';
import { cancelingActivities } from '../../activities/canceling.ts';
import { placingSteps } from '../../activities/placing-steps.ts';
import { placingActivities } from '../../activities/placing.ts';
import type { OrderGateway } from '../../domain/gateway.ts';
import { isDecided } from '../../domain/states.ts';
import type { Armed } from './armed.ts';
import { isPoint } from './points.ts';

/** The activities of the worker, with a trap before and after each that leads to an answer. */
export function trappedActivities(given: ActivityDeps, armed: Armed): Activities {
  const deps: ActivityDeps = {
    ...given,
    payments: trappedPayments(given.payments, armed),
    committed(order) {
      const decided = isDecided(order.status);
      if (decided) armed.pass(order.id, 'decided');
      given.committed(order);
      if (decided) armed.decided(order.id);
    },
  };
  const placing = placingActivities(deps, around(placingSteps(deps), armed), around(cancelingActivities(deps), armed));
  return {
    ...around(createActivities(deps), armed),
    ...placing,
    async placeAtOnce(orderId, ...rest) {
      if (armed.isPatient(orderId)) throw new Error('planted: everybody is out of reach at once');
      return await placing.placeAtOnce(orderId, ...rest);
    },
  };
}

/** Also between the claim of a key and the start of the order's workflow. */
export function trappedGateway(gateway: OrderGateway, armed: Armed): OrderGateway {
  return {
    place: async (checkout) => {
      armed.meet(checkout.claim?.key, checkout.order.id);
      armed.pass(checkout.order.id, 'before the start');
      return await gateway.place(checkout);
    },
    cancel: (...args) => gateway.cancel(...args),
    changeAddress: (...args) => gateway.changeAddress(...args),
    ship: (...args) => gateway.ship(...args),
    deliver: (...args) => gateway.deliver(...args),
    shipmentUpdated: (...args) => gateway.shipmentUpdated(...args),
    settle: (...args) => gateway.settle(...args),
    paymentLeftOpen: (...args) => gateway.paymentLeftOpen(...args),
    change: (...args) => gateway.change(...args),
    stockArrived: (...args) => gateway.stockArrived(...args),
    resolve: (...args) => gateway.resolve(...args),
    resume: (...args) => gateway.resume(...args),
  };
}

/** Those of them that are about an order have its id as their first argument. */
function around<Steps extends object>(steps: Steps, armed: Armed): Steps {
  const trapped = Object.entries(steps).map(([name, run]) => {
    const call = run as (...args: unknown[]) => Promise<unknown>;
    const pass = (when: 'before' | 'after', orderId: string) => {
      const point = `${when} ${name}`;
      if (isPoint(point)) armed.pass(orderId, point);
    };
    const trappedStep = async (...args: unknown[]) => {
      const orderId = String(args[0]);
      pass('before', orderId);
      try {
        return await call(...args);
      } finally {
        pass('after', orderId);
        await armed.hold(orderId);
      }
    };
    return [name, trappedStep];
  });
  return Object.fromEntries(trapped) as Steps;
}

function trappedPayments(provider: PaymentProvider, armed: Armed): PaymentProvider {
  return {
    findOpen: (request) => provider.findOpen(request),
    findHeld: (request) => provider.findHeld(request),
    capture: (...args) => provider.capture(...args),
    release: (...args) => provider.release(...args),
    refund: (...args) => provider.refund(...args),
    books: (...args) => provider.books(...args),
    askedSince: (...args) => provider.askedSince(...args),
    async authorize(request) {
      if (!armed.isSetFor(request.orderId, 'while authorizing')) return await provider.authorize(request);
      const answer = provider.authorize(request);
      // Whatever it says is not listened to.
      answer.catch(() => undefined);
      while ((await provider.findOpen(request)).length === 0);
      armed.pass(request.orderId, 'while authorizing');
      return await answer;
    },
    async cancel(id, key) {
      const amount = await provider.cancel(id, key);
      armed.pass(key.slice(0, key.indexOf(':')), 'while voiding');
      return amount;
    },
  };
}
