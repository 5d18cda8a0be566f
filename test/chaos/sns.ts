import type { Chaos, ProxiedAnswer } from './chaos.ts';

type Entry = [field: string, value: string][];

const MEMBER = /^PublishBatchRequestEntries\.member\.(\d+)\.(.+)$/;

/** PublishBatch, in AWS's query protocol: form fields there, XML back. */
export async function publishBatch(
  chaos: Chaos,
  body: string,
  send: (body: string) => Promise<ProxiedAnswer>,
): Promise<ProxiedAnswer> {
  const { common, entries } = parse(body);
  const failing = entries.filter(() => chaos.happens(chaos.rates.fail));
  // Of what fails, the half was taken: whoever asks cannot know.
  const lost = failing.filter(() => chaos.happens(0.5));
  const taken = entries.filter((entry) => !lost.includes(entry));
  const repeated = taken.filter(() => chaos.happens(chaos.rates.repeat));
  chaos.done.failed += lost.length;
  chaos.done.failedThoughTaken += failing.length - lost.length;
  chaos.done.repeated += repeated.length;
  if (repeated.length > 0) chaos.later(() => send(form(common, repeated)));
  const answer = taken.length === 0 ? NOTHING_TAKEN : await send(form(common, chaos.shuffled(taken)));
  if (failing.length === 0 || answer.status !== 200) return answer;
  const ids = failing.map(idOf);
  const members = ids.map(
    (id) => `<member><Id>${id}</Id><Code>InternalError</Code><SenderFault>false</SenderFault></member>`,
  );
  const withoutFailed = ids.reduce(
    (xml, id) => xml.replace(new RegExp(`<member><Id>${id}</Id><MessageId>[^<]*</MessageId></member>`), ''),
    answer.body,
  );
  return { ...answer, body: withoutFailed.replace('<Failed></Failed>', `<Failed>${members.join('')}</Failed>`) };
}

const NOTHING_TAKEN: ProxiedAnswer = {
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: '<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult><Successful></Successful><Failed></Failed></PublishBatchResult></PublishBatchResponse>',
};

function parse(body: string): { common: Entry; entries: Entry[] } {
  const common: Entry = [];
  const entries = new Map<string, Entry>();
  for (const [name, value] of new URLSearchParams(body)) {
    const [, member, field] = MEMBER.exec(name) ?? [];
    if (member === undefined || field === undefined) common.push([name, value]);
    else entries.set(member, [...(entries.get(member) ?? []), [field, value]]);
  }
  return { common, entries: [...entries.values()] };
}

function form(common: Entry, entries: readonly Entry[]): string {
  const fields = entries.flatMap((entry, index) =>
    entry.map(([field, value]): [string, string] => [`PublishBatchRequestEntries.member.${index + 1}.${field}`, value]),
  );
  return new URLSearchParams([...common, ...fields]).toString();
}

function idOf(entry: Entry): string {
  return entry.find(([field]) => field === 'Id')?.[1] ?? '';
}
