/** Calls the handler of a message's kind. The type of the table demands one handler for every kind, with that kind's message. */

export type Handlers<Message extends { readonly kind: string }> = {
  readonly [Kind in Message['kind']]: (message: Extract<Message, { readonly kind: Kind }>) => void;
};

export function dispatch<Message extends { readonly kind: string }>(
  handlers: Handlers<Message>,
  message: Message,
): void {
  // The compiler does not relate a table's entry to the message whose kind selected it.
  (handlers[message.kind as Message['kind']] as (message: Message) => void)(message);
}
