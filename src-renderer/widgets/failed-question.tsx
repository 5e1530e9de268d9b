/** Over what could not be read anew: why, that it may be old, and a way to ask again. */

type FailedQuestionProps = {
  /** What failed, a sentence. */
  readonly what: string;
  /** Why, a sentence; '': it did not fail. */
  readonly problem: string;
  readonly again: () => void;
};

export function FailedQuestion({ what, problem, again }: FailedQuestionProps) {
  if (problem === '') return null;
  return (
    <p className="failed-question warn" role="alert">
      {what} {problem} What is shown may be old.{' '}
      <button type="button" className="button" onClick={again}>
        Try again
      </button>
    </p>
  );
}
