/** From places in the text to boxes of the drawing. */

import type { GraphNode, Position, Range } from "../requests";

/**
 * The box of the innermost task around a place in the text. None where only the pipeline itself is around it: to show
 * all of a drawing as the place of the cursor would say nothing. A task that is drawn more than once gives its first box.
 */
export function nodeAt(nodes: readonly GraphNode[], place: Position): GraphNode | undefined {
  let best: GraphNode | undefined;
  for (const node of nodes) {
    if (node.parent === undefined || !(contains(node.range, place) || contains(node.nameRange, place))) {
      continue;
    }
    if (best === undefined || (contains(best.range, node.range.start) && !isSame(best.range, node.range))) {
      best = node;
    }
  }
  return best;
}

/** Behind the last character counts, too: there the cursor is while a name is written. */
function contains(range: Range, place: Position): boolean {
  return compare(range.start, place) <= 0 && compare(place, range.end) <= 0;
}

function isSame(one: Range, other: Range): boolean {
  return compare(one.start, other.start) === 0 && compare(one.end, other.end) === 0;
}

function compare(one: Position, other: Position): number {
  return one.line - other.line || one.character - other.character;
}
