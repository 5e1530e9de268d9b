/** Text for a terminal: what venues and recordings call things is shown, and moves no cursor and sets no clipboard. */
export function plainText(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, '\uFFFD');
}
