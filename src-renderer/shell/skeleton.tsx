/** Shows the empty places of the panes before main has sent its hello, so that nothing jumps when they appear. */
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
