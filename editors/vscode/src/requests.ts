/** The server's own requests, see docs/server.md. */

/** A place in a text, counted from 0, columns in UTF-16. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A box of a drawing and its place in the text. */
export interface GraphNode {
  readonly id: string;
  /** The box around it; a pipeline has none. */
  readonly parent?: string;
  readonly range: Range;
  readonly nameRange: Range;
}

/** The answer to `ir/graph`. */
export interface Graph {
  readonly version: number;
  readonly html: string;
  readonly nodes: readonly GraphNode[];
}

/** The answer to `ir/document`. */
export interface Meaning {
  readonly version: number;
  readonly json: string;
}
