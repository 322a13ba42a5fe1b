import type { MessageView } from "@globalmarket/api";

/** The header of an answer with the number of its question. */
export const NUMBER = "Message-Number";

/** The shop said why there is no answer, in the reader's language. */
export class AnswerRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = "AnswerRefused";
  }
}

/**
 * Reads an answer on its way: `show` gets what there is of its text so far, empty where it was taken back. Returns the whole.
 *
 * @throws AnswerRefused
 * @throws Error where the stream was cut
 */
export async function readAnswer(answer: Response, show: (text: string) => void): Promise<MessageView> {
  if (!answer.ok || !answer.body) {
    const refusal: { message?: string } = await answer.json().catch(() => ({}));
    throw new AnswerRefused(refusal.message ?? "");
  }
  let rest = "";
  let text = "";
  for await (const chunk of decoded(answer.body)) {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const { name, data } = eventOf(block);
      if (name === "message") return data as MessageView;
      text = name === "taken_back" ? "" : text + (data as { text: string }).text;
      show(text);
    }
  }
  throw new Error("the answer was cut");
}

function eventOf(block: string): { name: string; data: unknown } {
  const lines = block.split("\n");
  const of = (field: string) => lines.find((line) => line.startsWith(`${field}: `))?.slice(field.length + 2) ?? "";
  return { name: of("event"), data: JSON.parse(of("data") || "{}") };
}

async function* decoded(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
