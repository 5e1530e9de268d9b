/** Fuzzes the forms of a book side, the side that changes between them, and the whole book, each against its naive twin. */
import fc from 'fast-check';
import { ONE_MICROS } from '../../../src-shared/domain/micros.ts';
import { BookSide } from '../../../src-worker/book/book-side.ts';
import { CompactLevels } from '../../../src-worker/book/compact-levels.ts';
import { DenseLevels } from '../../../src-worker/book/dense-levels.ts';
import { TreeLevels } from '../../../src-worker/book/tree-levels.ts';
import { type Subject, seedOf } from '../subject.ts';
import { bookLife } from './book-steps.ts';
import { ComparedBook } from './compared-book.ts';
import { type AnySide, ComparedSide } from './compared-side.ts';
import { changesOn, sideLife } from './side-steps.ts';

const RUNS_PER_LOOK = 25;
/** Runs take milliseconds; after a failure shrinking stops here, with the smallest example so far. */
const SHRINK_MS_MAX = 10_000;
const EXAMPLE_CHARS_MAX = 4_000;
const GRIDS = [500, 1_000, 2_500, 10_000, 100_000] as const;

/** A life of steps that is lived and compared; `changes` grows with what was compared. */
type Life = { readonly property: fc.IProperty<[never]>; readonly counts: Record<string, number> };

function subjectOf(name: string, start: () => Life): Subject {
  return {
    name,
    run(seed, events) {
      const { property, counts } = start();
      for (let look = 0; (counts.changes ?? 0) < events; look++) {
        const result = fc.check(property, {
          seed: seedOf(seed, look),
          numRuns: RUNS_PER_LOOK,
          interruptAfterTimeLimit: SHRINK_MS_MAX,
        });
        if (!result.failed) continue;
        const error = result.errorInstance instanceof Error ? result.errorInstance.message : 'the run was interrupted';
        const text = `${error}, after ${JSON.stringify(result.counterexample).slice(0, EXAMPLE_CHARS_MAX)}`;
        return { events: counts.changes ?? 0, finding: { subject: name, seed, text }, counts: { ...counts } };
      }
      return { events: counts.changes ?? 0, finding: null, counts: { ...counts } };
    },
  };
}

function lifeOf<T>(lives: fc.Arbitrary<T>, live: (life: T, counts: Record<string, number>) => void): Life {
  const counts: Record<string, number> = { changes: 0 };
  const property = fc.property(lives, (life) => live(life, counts)) as unknown as fc.IProperty<[never]>;
  return { property, counts };
}

/** One form by itself, on grids it may have. */
export function formSubject(name: string, make: (stepMicros: number) => AnySide): Subject {
  return subjectOf(name, () => {
    const lives = fc.constantFrom(...GRIDS).chain((step) => fc.tuple(fc.constant(step), changesOn(step)));
    return lifeOf(lives, ([stepMicros, steps], counts) => {
      const compared = new ComparedSide(make(stepMicros));
      for (const step of steps) compared.take(step);
      compared.expectWhole();
      counts.changes! += compared.changes;
    });
  });
}

const count = (counts: Record<string, number>, what: string): void => {
  counts[what] = (counts[what] ?? 0) + 1;
};

/** A side through all changes of form. */
export function changingSubject(make: () => BookSide = () => new BookSide()): Subject {
  return subjectOf('changing side', () =>
    lifeOf(sideLife(), (steps, counts) => {
      const side = make();
      side.setStep(1_000);
      const compared = new ComparedSide(side);
      let form = side.form;
      for (const step of steps) {
        compared.take(step);
        if (side.form !== form) count(counts, `${form} to ${side.form}`);
        form = side.form;
      }
      compared.expectWhole();
      counts.changes! += compared.changes;
    }),
  );
}

export function bookSubject(): Subject {
  return subjectOf('book', () =>
    lifeOf(bookLife(), (steps, counts) => {
      const compared = new ComparedBook();
      for (const step of steps) {
        compared.take(step);
        if (step.kind === 'epoch' || step.kind === 'snapshot') count(counts, step.kind);
      }
      compared.expectWhole();
      count(counts, compared.book.sync.reason);
      counts.changes! += compared.changes;
    }),
  );
}

export const SIDE_SUBJECTS: readonly Subject[] = [
  formSubject('compact side', () => new CompactLevels()),
  formSubject('dense side', (stepMicros) => new DenseLevels(stepMicros, ONE_MICROS)),
  formSubject('tree side', () => new TreeLevels()),
  changingSubject(),
  bookSubject(),
];
