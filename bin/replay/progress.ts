import { SingleBar } from 'cli-progress';

/** Shows on standard error how far it is. */
export interface Progress {
  advance(): void;
  stop(): void;
}

const LINE_EVERY_MS = 5000;

/** A bar for a terminal; for a file or a pipe a line now and then. */
export function showProgress(total: number, stream: NodeJS.WriteStream = process.stderr): Progress {
  return stream.isTTY ? bar(total, stream) : lines(total, stream);
}

function bar(total: number, stream: NodeJS.WriteStream): Progress {
  const single = new SingleBar({
    stream,
    format: '{bar} {percentage}% | {value} of {total} orders | {rate} a second | {eta_formatted} to go',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    etaBuffer: 500,
    // Ctrl-C is the replay's own business.
    gracefulExit: false,
  });
  const rate = meter();
  single.start(total, 0, { rate: 0 });
  return {
    advance: () => single.increment(1, { rate: rate.next() }),
    stop: () => single.stop(),
  };
}

function lines(total: number, stream: NodeJS.WriteStream): Progress {
  const rate = meter();
  let done = 0;
  let shown = 0;
  const show = () => {
    shown = done;
    stream.write(`${done} of ${total} orders, ${rate.now()} a second\n`);
  };
  const timer = setInterval(show, LINE_EVERY_MS);
  return {
    advance: () => {
      done += 1;
      rate.next();
    },
    stop: () => {
      clearInterval(timer);
      if (shown !== done) show();
    },
  };
}

/** Counts, and says how many a second that makes. */
function meter() {
  const begun = performance.now();
  let count = 0;
  const now = () => Math.round(count / ((performance.now() - begun) / 1000));
  return {
    now,
    next: () => {
      count += 1;
      return now();
    },
  };
}
