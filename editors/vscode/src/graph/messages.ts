/** What the page of a drawing says, and pages that are no drawing. */

/** What the page says: it is there; a task was selected; the reader wants to go to its text. */
export type Message = { readonly type: "ready" } | { readonly type: "select" | "visit"; readonly id: string };

/** Reads a message of the page. Others are nothing. */
export function readMessage(message: unknown): Message | undefined {
  if (typeof message !== "object" || message === null) {
    return undefined;
  }
  const { type, id } = message as { type?: unknown; id?: unknown };
  if (type === "ready") {
    return { type };
  }
  return (type === "select" || type === "visit") && typeof id === "string" ? { type, id } : undefined;
}

/** The document that a closed page was about, as it has kept it. */
export function keptDocument(state: unknown): string | undefined {
  const document = typeof state === "object" && state !== null ? (state as { document?: unknown }).document : undefined;
  return typeof document === "string" ? document : undefined;
}

/** A page with one sentence instead of a drawing. It may load nothing and run nothing. */
export function sentence(text: string, nonce: string): string {
  const escaped = text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<style nonce="${nonce}">body { display: grid; place-items: center; height: 100vh; margin: 0; color: var(--vscode-descriptionForeground); text-align: center; }</style>
</head>
<body><p role="status">${escaped}</p></body>
</html>
`;
}
