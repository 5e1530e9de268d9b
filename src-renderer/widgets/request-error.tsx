/** Shows why a request to main failed, that the data may be out of date, and a button that retries. */

type RequestErrorProps = {
  /** What failed, a sentence. */
  readonly what: string;
  /** Why, a sentence; '' when it did not fail. */
  readonly problem: string;
  readonly retry: () => void;
};

export function RequestError({ what, problem, retry }: RequestErrorProps) {
  if (problem === '') return null;
  return (
    <p className="request-error warn" role="alert">
      {what} {problem} The data shown may be out of date.{' '}
      <button type="button" className="button" onClick={retry}>
        Retry
      </button>
    </p>
  );
}
