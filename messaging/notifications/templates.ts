import { existsSync, readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { type Storefront, STOREFRONT_NAMES, STOREFRONTS } from '../../domain/storefronts.ts';
import { QUEUES } from '../topology.ts';
import { EXAMPLE } from './example.ts';
import type { MailView, Reader } from './view.ts';

/** The events that a customer hears of. */
export const MAIL_EVENTS = QUEUES.notifications.hears['order-events'];
export type MailEvent = (typeof MAIL_EVENTS)[number];

export interface Rendered {
  subject: string;
  text: string;
}

export type Templates = (reader: Reader, event: MailEvent, view: MailView) => Rendered;

type Template = (view: MailView) => Rendered;

/** Plain text: nothing is escaped. A name that a template misspells is an error, and not an empty place. */
const OPTIONS = { strict: true, noEscape: true } as const;

/**
 * Reads the templates, `<storefront or default>/<language>/<event>.hbs` with the subject as the first line, and renders
 * each once: what is missing or broken is found when a process starts, and not with a customer's message in hand.
 * @throws Error that names the file
 */
export function loadTemplates(folder = new URL('templates/', import.meta.url)): Templates {
  const templates = new Map<string, Template>();
  // Object.entries forgets what its keys are.
  for (const storefront of STOREFRONT_NAMES) {
    for (const language of STOREFRONTS[storefront].languages) {
      for (const event of MAIL_EVENTS) {
        const file = fileOf(folder, storefront, language, event);
        templates.set(keyOf(storefront, language, event), checked(file));
      }
    }
  }
  return ({ storefront, language }, event, view) => {
    const template = templates.get(keyOf(storefront, language, event));
    if (!template) throw new RangeError(`${storefront} does not write ${language}`);
    return template(view);
  };
}

function keyOf(...parts: [Storefront, string, MailEvent]): string {
  return parts.join('/');
}

function fileOf(folder: URL, storefront: Storefront, language: string, event: MailEvent): URL {
  const own = new URL(`${storefront}/${language}/${event}.hbs`, folder);
  return existsSync(own) ? own : new URL(`default/${language}/${event}.hbs`, folder);
}

function checked(file: URL): Template {
  try {
    const [first = '', ...rest] = readFileSync(file, 'utf8').split('\n');
    const subject = Handlebars.compile<MailView>(/^Subject: (.+)$/.exec(first)?.[1] ?? '', OPTIONS);
    const text = Handlebars.compile<MailView>(rest.join('\n').trimStart(), OPTIONS);
    const template = (view: MailView) => ({ subject: subject(view), text: text(view) });
    const { subject: example } = template(EXAMPLE);
    if (example === '') throw new Error('its first line is not "Subject: …"');
    return template;
  } catch (error) {
    throw new Error(`${file.pathname}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
