/** An exchange's REST end: a real HTTP server on loopback whose answers a test gives, request by request. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { Noted } from '../../noted.ts';

export type Asked = {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};

export type Answer = (asked: Asked, response: ServerResponse) => void;

export class RestServer {
  base = '';
  answer: Answer;
  readonly asked = new Noted<Asked>();

  private constructor(answer: Answer) {
    this.answer = answer;
  }

  /** Starts one for this test. */
  static async start(answer: Answer): Promise<RestServer> {
    const served = new RestServer(answer);
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('error', () => {});
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const asked = { method, url, headers, body: Buffer.concat(chunks).toString() };
        served.asked.add(asked);
        served.answer(asked, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    served.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    onTestFinished(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return served;
  }
}

/** Answers with JSON. */
export const json =
  (value: unknown, status = 200): Answer =>
  (_asked, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };

/** Gives the answers in turn, the last one for ever. */
export function inTurn(...answers: readonly Answer[]): Answer {
  let at = 0;
  return (asked, response) => answers[Math.min(at++, answers.length - 1)]!(asked, response);
}
