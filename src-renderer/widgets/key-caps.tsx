/** Shows keys as they are printed on the keyboard. */
export function KeyCaps({ labels }: { readonly labels: readonly string[] }) {
  return (
    <span className="key-caps">
      {labels.map((label) => (
        <kbd key={label}>{label}</kbd>
      ))}
    </span>
  );
}
