import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Job, Reply, type Run } from './messages.ts';

export interface Generator {
  /** One run at a time. */
  run(job: Job): Promise<Run>;
  stop(): Promise<void>;
}

/** Starts the load generator, a process of its own. */
export async function startGenerator(): Promise<Generator> {
  const child = fork(join(import.meta.dirname, 'generator.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  let waiting = Promise.withResolvers<Run>();
  // A failure with nobody waiting for it yet must not end the bench by itself.
  waiting.promise.catch(() => undefined);

  child.on('message', (message) => {
    const reply = Reply.parse(message);
    if ('run' in reply) waiting.resolve(reply.run);
    else waiting.reject(new Error(`the load generator: ${reply.error}`));
  });
  void exited.then(() => waiting.reject(new Error('the load generator has ended')));

  return {
    async run(job) {
      if (!child.connected) throw new Error('the load generator has ended');
      waiting = Promise.withResolvers<Run>();
      child.send(job);
      return await waiting.promise;
    },
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
