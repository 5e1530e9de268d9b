/** One kind of change that a part reports. Listeners are called in the order in which they were added, before `emit` returns. */
export class Signal<Value = void> {
  private readonly listeners: ((value: Value) => void)[] = [];

  on(listener: (value: Value) => void): void {
    this.listeners.push(listener);
  }

  emit(value: Value): void {
    for (const listener of this.listeners) listener(value);
  }
}
