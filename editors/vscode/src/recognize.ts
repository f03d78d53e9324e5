/**
 * Does a text look like a pipeline file?
 *
 * The answer decides one thing only: whether the language server is started. VS Code can start an extension for a
 * language ("yaml") and not for a content, and most YAML and JSON files are not ours. So the test is cheap and errs on
 * the side of yes: the server decides for itself, and stays silent on what it does not know.
 */

/** How many lines from the top of a document are enough to look at. */
export const HEAD_LINES = 200;

/** And how many characters, for JSON written on one line. */
const HEAD_CHARACTERS = 64 * 1024;

/** Evidence for one kind of file: top-level keys that must all be there, and text that must be somewhere. */
interface Sign {
  readonly keys: readonly string[];
  readonly text?: RegExp;
}

const SIGNS: readonly Sign[] = [
  // Kubeflow Pipelines: a compiled pipeline. Compilers sort the keys, so often only `components` is near the top.
  { keys: ["pipelineInfo"] },
  { keys: ["deploymentSpec"] },
  { keys: ["components"], text: /\b(executorLabel|inputDefinitions|outputDefinitions|dag)["']?\s*:/ },
  { keys: ["root"], text: /\b(dag|inputDefinitions|outputDefinitions)["']?\s*:/ },
  { keys: ["schemaVersion", "sdkVersion"] },
  // The platform document that follows a compiled pipeline.
  { keys: ["platforms"], text: /\b(kubernetes|deploymentSpec)["']?\s*:/ },
  // A job: a compiled pipeline and the values to run it with.
  { keys: ["pipelineSpec"] },
  // A component written by hand, around a container or a graph.
  { keys: ["implementation"], text: /\b(container|graph)["']?\s*:/ },
  // Kubernetes resources that hold pipelines.
  { keys: ["apiVersion"], text: /\bapiVersion["']?\s*:\s*["']?(pipelines\.kubeflow\.org|argoproj\.io|tekton\.dev)\// },
  // Common Workflow Language.
  { keys: ["cwlVersion"] },
];

/** True when `text`, a document or the beginning of one, looks like a pipeline file of some dialect. */
export function looksLikePipeline(text: string): boolean {
  const head = text.slice(0, HEAD_CHARACTERS);
  const keys = topLevelKeys(head);
  return SIGNS.some((sign) => sign.keys.every((key) => keys.has(key)) && (sign.text?.test(head) ?? true));
}

/** Comments of JSON. What is never closed reaches to the end, here and in the strings: each character is read once. */
const COMMENTS = /\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)/g;

/** Comments, strings with the colon that makes them keys, and brackets. */
const TOKENS = new RegExp(`${COMMENTS.source}|"((?:[^"\\\\\\n]|\\\\.)*)"?(\\s*:)?|[{}[\\]]`, "g");

/** The top-level keys of every document in `head`, in camelCase, for protobuf readers accept both spellings. */
function topLevelKeys(head: string): Set<string> {
  const inBraces = head.replace(COMMENTS, "").replace(/^\uFEFF/, "").trimStart().startsWith("{");
  const found = inBraces ? flowKeys(head) : blockKeys(head);
  return new Set(Array.from(found, camelCase));
}

/** Keys that stand at the start of a line of block YAML. */
function* blockKeys(head: string): Iterable<string> {
  for (const match of head.matchAll(/^\uFEFF?(["']?)([A-Za-z_]+)\1[ \t]*:(?=\s|$)/gm)) {
    yield match[2] ?? "";
  }
}

/** Keys of the outermost braces: JSON, with or without comments, and YAML written like it. */
function* flowKeys(head: string): Iterable<string> {
  let depth = 0;
  for (const match of head.matchAll(TOKENS)) {
    const [text, string, colon] = match;
    if (text === "{" || text === "[") {
      depth += 1;
    } else if (text === "}" || text === "]") {
      depth -= 1;
    } else if (depth === 1 && string !== undefined && colon !== undefined) {
      yield string;
    }
  }
}

function camelCase(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
