/** Questions to the engine, each answered once, or refused when the engine is gone or silent. */

const TIMEOUT_MS = 5_000;

type Question<Answer> = { resolve(answer: Answer): void; reject(error: Error): void };

export class EngineQuestions<Answer> {
  private readonly questions = new Map<number, Question<Answer>>();
  private next = 1;

  /** Asks by `send`, which gets the question's number. Rejects when there is no answer in time. */
  ask(send: (id: number) => void): Promise<Answer> {
    const id = this.next++;
    return new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(
        () => this.questions.get(id)?.reject(new Error('the engine did not answer')),
        TIMEOUT_MS,
      );
      const ended = (): void => {
        clearTimeout(timer);
        this.questions.delete(id);
      };
      this.questions.set(id, {
        resolve: (answer) => {
          ended();
          resolve(answer);
        },
        reject: (error) => {
          ended();
          reject(error);
        },
      });
      send(id);
    });
  }

  answer(id: number, answer: Answer): void {
    this.questions.get(id)?.resolve(answer);
  }

  refuseAll(reason: string): void {
    for (const question of [...this.questions.values()]) question.reject(new Error(reason));
  }
}
