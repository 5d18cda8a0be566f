import * as fc from 'fast-check';
import type { Step } from '../support/workflow-failpoints.ts';
import { losesItsAnswerOnce } from '../support/workflow-failpoints.ts';
import type { World } from '../support/world.ts';
import { answerOf, type Message, sameAnswer } from './message.ts';
import { settle } from './money.ts';
import type { Answer, Shop } from './shop.ts';
import { agreed } from './truth.ts';
import { messageOf, type Wish, wish } from './wishes.ts';

export interface Model {
  shop: Shop;
  sent: Message[];
}

/** Every step that may be run again after a crash. */
const STEPS: Step[] = [
  ...(['placeOrder', 'verifyCustomer', 'authorizePayment', 'confirmOrder', 'readOrder'] as const),
  ...(['startCancel', 'releaseStock', 'voidPayment', 'recordShipment', 'noteStock', 'changeOrder'] as const),
  ...(['startEdit', 'finishEdit', 'failEdit'] as const),
  ...(['capturePayment', 'authorizeRest', 'releasePayment', 'refundPayment'] as const),
];

abstract class Command implements fc.AsyncCommand<Model, World> {
  #said = '';

  check(): boolean {
    return true;
  }

  abstract messages(model: Model): Message[];
  abstract say(world: World, messages: Message[]): Promise<Answer[]>;

  async run(model: Model, world: World): Promise<void> {
    const messages = this.messages(model);
    this.#said = messages.map(({ text }) => text).join('  ||  ');
    const answers = await this.say(world, messages);
    const possible = outcomes(model.shop, messages).filter(({ expected }) =>
      expected.every((one, index) => sameAnswer(one, answers[index] ?? 'done')),
    );
    if (possible.length === 0) {
      const all = outcomes(model.shop, messages).map(({ expected }) => JSON.stringify(expected));
      throw new Error(`${this.toString()}\nanswered ${JSON.stringify(answers)}, expected ${all.join(' or ')}`);
    }
    model.sent.push(...messages);
    model.shop = await agreed(
      world,
      possible.map(({ shop }) => shop),
    );
  }

  protected name(): string {
    return '';
  }

  toString(): string {
    return `${this.name()}[${this.#said}]`;
  }
}

interface Outcome {
  shop: Shop;
  /** In the order of the messages. */
  expected: Answer[];
}

/** What may come of messages that are said at once: as if one came after the other, or one was overtaken. */
function outcomes(before: Shop, messages: readonly Message[]): Outcome[] {
  const [a, b] = messages;
  if (!a) return [];
  if (!b) {
    const shop = structuredClone(before);
    return [{ expected: [a.act(shop)], shop }];
  }
  const pay = (shop: Shop) => shop.orders.filter(({ id }) => id === a.order || id === b.order).forEach(settle);
  const inTurn = (first: Message, second: Message, isPaid: boolean): [Answer, Answer, Shop] => {
    const shop = structuredClone(before);
    const one = first.act(shop);
    if (isPaid) pay(shop);
    const two = second.act(shop);
    pay(shop);
    return [one, two, shop];
  };
  const all: Outcome[] = [];
  for (const isPaid of [true, false]) {
    const [a1, b2, aFirst] = inTurn(a, b, isPaid);
    const [b1, a2, bFirst] = inTurn(b, a, isPaid);
    all.push({ expected: [a1, b2], shop: aFirst }, { expected: [a2, b1], shop: bFirst });
  }
  for (const { expected, shop } of all.slice()) {
    const isCanceled = shop.orders.some(({ id, status }) => id === a.order && status === 'CANCELED');
    if (a.cancels && b.cancels && a.order === b.order && isCanceled && expected.includes('done')) {
      all.push({ expected: ['done', 'done'], shop });
    }
  }
  const overtaken: Answer = { refused: 'invalid_transition' };
  for (const [saga, other] of [[a, b] as const, [b, a] as const]) {
    if (!saga.isSaga) continue;
    const shop = structuredClone(before);
    const answer = other.act(shop);
    pay(shop);
    all.push({ expected: saga === a ? [overtaken, answer] : [answer, overtaken], shop });
  }
  return all;
}

class Say extends Command {
  readonly wish: Wish;

  constructor(wished: Wish) {
    super();
    this.wish = wished;
  }

  messages({ shop }: Model): Message[] {
    return [messageOf(this.wish, shop)];
  }

  say(world: World, messages: Message[]): Promise<Answer[]> {
    return Promise.all(messages.map((message) => answerOf(message.say(world))));
  }
}

/** What was said before is said again, by the same ids. */
class Again extends Say {
  messages(model: Model): Message[] {
    const sent = model.sent[this.wish.which % model.sent.length];
    return sent ? [sent] : super.messages(model);
  }

  protected name(): string {
    return 'again ';
  }
}

/** Every step of it loses its answer the first time, as when its worker dies after the commit. */
class Stumbling extends Say {
  async say(world: World, messages: Message[]): Promise<Answer[]> {
    const order = messages[0]?.order ?? '';
    for (const step of STEPS) world.failpoints.plant(order, step, losesItsAnswerOnce());
    try {
      return await super.say(world, messages);
    } finally {
      for (const step of STEPS) world.failpoints.mend(order, step);
    }
  }

  protected name(): string {
    return 'stumbling ';
  }
}

/** Two at once; then all that is due is paid, so that it is known how far that is. */
class AtOnce extends Say {
  readonly other: Wish;

  constructor(wished: Wish, other: Wish) {
    super(wished);
    this.other = other;
  }

  messages({ shop }: Model): Message[] {
    return [messageOf(this.wish, shop), messageOf({ ...this.other, order: this.wish.order }, shop)];
  }

  async say(world: World, messages: Message[]): Promise<Answer[]> {
    const answers = await super.say(world, messages);
    const orders = new Set(messages.flatMap(({ order }) => order ?? []));
    for (const order of orders) await world.gateway().settle(order);
    return answers;
  }

  protected name(): string {
    return 'at once ';
  }
}

/** The worker goes in the middle of it, and another one comes. */
class Restarting extends Say {
  async say(world: World, messages: Message[]): Promise<Answer[]> {
    const [answers] = await Promise.all([super.say(world, messages), restart(world)]);
    return answers;
  }

  protected name(): string {
    return 'while the worker restarts ';
  }
}

let restarting: Promise<void> | undefined;

/** Sequences that run side by side have one worker. */
async function restart(world: World): Promise<void> {
  restarting ??= world.restartWorker().finally(() => (restarting = undefined));
  await restarting;
}

const said = wish.map((one) => new Say(one));

export const commands = [
  ...Array.from({ length: 12 }, () => said),
  ...Array.from({ length: 2 }, () => fc.tuple(wish, wish).map(([one, other]) => new AtOnce(one, other))),
  wish.map((one) => new Again(one)),
  wish.map((one) => new Stumbling(one)),
  ...(process.env['MODEL_RESTARTS'] === 'off' ? [] : [wish.map((one) => new Restarting(one))]),
];

export const firstCommand = (one: Wish) => new Say(one);
