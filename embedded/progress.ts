import type { WriteStream } from 'node:tty';

/** Tells of something long: `done` and `total` are not known, only how long it has been going on. */
export type Progress = {
  /** Starts telling, once a second or so, until what it returns is called. */
  start(what: string): () => void;
};

const NOTE_EVERY_MS = 15_000;

/** One line that counts the seconds in a terminal; elsewhere (a log, CI) a line now and then. */
export function terminalProgress(out: WriteStream = process.stderr): Progress {
  return {
    start(what) {
      const began = Date.now();
      const write = () => {
        const text = `${what} … ${Math.round((Date.now() - began) / 1000)} s`;
        out.write(out.isTTY ? `\r${text}` : `${text}\n`);
      };
      write();
      const timer = setInterval(write, out.isTTY ? 1_000 : NOTE_EVERY_MS);
      return () => {
        clearInterval(timer);
        if (out.isTTY) out.write('\n');
      };
    },
  };
}
