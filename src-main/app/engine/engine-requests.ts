/** Requests to the engine: each is answered once, or rejected when the engine is gone or does not answer in time. */

const TIMEOUT_MS = 5_000;

type Request<Answer> = { resolve(answer: Answer): void; reject(error: Error): void };

export class EngineRequests<Answer> {
  private readonly pending = new Map<number, Request<Answer>>();
  private next = 1;

  /** Sends a request with `send`, which gets its number. Rejects when there is no answer in time. */
  request(send: (id: number) => void): Promise<Answer> {
    const id = this.next++;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const timer = setTimeout(() => this.pending.get(id)?.reject(new Error('the engine did not answer')), TIMEOUT_MS);
    const settle =
      <Value>(outcome: (value: Value) => void) =>
      (value: Value): void => {
        clearTimeout(timer);
        this.pending.delete(id);
        outcome(value);
      };
    this.pending.set(id, { resolve: settle(resolve), reject: settle(reject) });
    send(id);
    return promise;
  }

  answer(id: number, answer: Answer): void {
    this.pending.get(id)?.resolve(answer);
  }

  rejectAll(reason: string): void {
    for (const request of [...this.pending.values()]) request.reject(new Error(reason));
  }
}
