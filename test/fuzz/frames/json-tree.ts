/**
 * JSON as a frame may really hold it: keys in their order, also twice, and leaves as they are written. What a JavaScript object
 * cannot say, a venue's bytes can.
 */

export type JsonNode =
  | { kind: 'object'; entries: [key: string, value: JsonNode][] }
  | { kind: 'list'; items: JsonNode[] }
  | { kind: 'leaf'; text: string };

export function leaf(text: string): JsonNode {
  return { kind: 'leaf', text };
}

export function treeOf(value: unknown): JsonNode {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(treeOf) };
  if (typeof value !== 'object' || value === null) return leaf(JSON.stringify(value));
  return { kind: 'object', entries: Object.entries(value).map(([key, inner]) => [key, treeOf(inner)]) };
}

/** Every node of the tree, the outermost first. */
export function nodesOf(node: JsonNode, into: JsonNode[] = []): JsonNode[] {
  into.push(node);
  if (node.kind === 'object') for (const [, inner] of node.entries) nodesOf(inner, into);
  else if (node.kind === 'list') for (const inner of node.items) nodesOf(inner, into);
  return into;
}

export function copyOf(node: JsonNode): JsonNode {
  if (node.kind === 'object')
    return { kind: 'object', entries: node.entries.map(([key, inner]) => [key, copyOf(inner)]) };
  if (node.kind === 'list') return { kind: 'list', items: node.items.map(copyOf) };
  return leaf(node.text);
}

/** What stands between the signs, and how texts are written. */
export type JsonStyle = {
  /** Called before and behind every sign. */
  readonly space: () => string;
  /** Writes a text that begins and ends with a quote in another legal way. */
  readonly text: (quoted: string) => string;
};

export const PLAIN: JsonStyle = { space: () => '', text: (quoted) => quoted };

export function write(node: JsonNode, style: JsonStyle): string {
  const { space, text } = style;
  switch (node.kind) {
    case 'leaf':
      return node.text.startsWith('"') ? text(node.text) : node.text;
    case 'list':
      return `[${space()}${node.items.map((item) => `${write(item, style)}${space()}`).join(`,${space()}`)}]`;
    case 'object': {
      const entry = ([key, inner]: readonly [string, JsonNode]): string =>
        `${text(JSON.stringify(key))}${space()}:${space()}${write(inner, style)}${space()}`;
      return `{${space()}${node.entries.map(entry).join(`,${space()}`)}}`;
    }
  }
}
