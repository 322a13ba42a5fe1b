import { describe, expect, it } from "vitest";
import { readAnswer } from "./stream";

function answerOf(...chunks: string[]): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
      controller.close();
    },
  });
  return new Response(body);
}

const WHOLE = 'event: message\ndata: {"number": 2, "text": "It costs €5."}\n\n';

describe("an answer on its way", () => {
  it("is shown as it grows, wherever it is cut into pieces", async () => {
    const shown: string[] = [];

    const whole = await readAnswer(
      answerOf("event: text\nda", 'ta: {"text": "It costs "}\n', '\nevent: text\ndata: {"text": "€5."}\n\n', WHOLE),
      (text) => shown.push(text),
    );

    expect(shown).toEqual(["It costs ", "It costs €5."]);
    expect(whole.number).toBe(2);
  });

  it("begins anew where it was taken back", async () => {
    const shown: string[] = [];

    await readAnswer(
      answerOf(
        'event: text\ndata: {"text": "Free!"}\n\n',
        'event: taken_back\ndata: {"text": ""}\n\n',
        'event: text\ndata: {"text": "It costs €5."}\n\n',
        WHOLE,
      ),
      (text) => shown.push(text),
    );

    expect(shown).toEqual(["Free!", "", "It costs €5."]);
  });

  it("is no answer where it ends too soon", async () => {
    await expect(readAnswer(answerOf('event: text\ndata: {"text": "It"}\n\n'), () => undefined)).rejects.toThrow("cut");
  });

  it("says why there is none", async () => {
    const refusal = Response.json({ message: "Wait a moment." }, { status: 429 });

    await expect(readAnswer(refusal, () => undefined)).rejects.toThrow("Wait a moment.");
  });
});
