/** Questions to the engine for whole books, each answered once, or refused when the engine is gone or silent. */
import type { BookDump } from '../../src-shared/contract/main-engine.ts';

const TIMEOUT_MS = 5_000;

type Question = { resolve(books: readonly BookDump[]): void; reject(error: Error): void };

export class BookDumps {
  private readonly questions = new Map<number, Question>();
  private next = 1;

  /** Asks by `send`, which gets the question's number. Rejects when there is no answer in time. */
  ask(send: (id: number) => void): Promise<readonly BookDump[]> {
    const id = this.next++;
    return new Promise<readonly BookDump[]>((resolve, reject) => {
      const timer = setTimeout(
        () => this.questions.get(id)?.reject(new Error('the engine did not answer')),
        TIMEOUT_MS,
      );
      const ended = (): void => {
        clearTimeout(timer);
        this.questions.delete(id);
      };
      this.questions.set(id, {
        resolve: (books) => {
          ended();
          resolve(books);
        },
        reject: (error) => {
          ended();
          reject(error);
        },
      });
      send(id);
    });
  }

  answer(id: number, books: readonly BookDump[]): void {
    this.questions.get(id)?.resolve(books);
  }

  refuseAll(reason: string): void {
    for (const question of [...this.questions.values()]) question.reject(new Error(reason));
  }
}
