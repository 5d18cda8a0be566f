import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP service as a caller of its own sees it, who is listened to. */
export interface RecordingLine {
  url: string;
  /** Method and decoded URL of each request, oldest first. */
  requests: string[];
  close(): Promise<void>;
}

export async function recordingLineTo(target: string): Promise<RecordingLine> {
  const requests: string[] = [];
  const server = createServer((incoming, answer) => {
    const { method = '', url = '', headers } = incoming;
    requests.push(`${method} ${decodeURIComponent(url)}`);
    const outgoing = request(new URL(url, target), { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    outgoing.on('error', () => answer.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
