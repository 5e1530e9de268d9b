/** The window's shape before main has said hello: the places of the panes, empty, so that nothing jumps when they come. */
export function Skeleton() {
  return (
    <div className="skeleton" aria-hidden="true">
      <div />
      <div />
      <div />
      <div />
    </div>
  );
}
