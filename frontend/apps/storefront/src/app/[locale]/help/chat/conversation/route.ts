import { Refused } from "@globalmarket/api";
import { problemSentence } from "@globalmarket/web/server/problems";
import { findOpened } from "@/features/assistant/conversation-cookie";
import { NUMBER } from "@/features/assistant/stream";
import { findConversation, say, streamAnswer } from "@/features/assistant/talking";

const MOST_BYTES = 8_000;
const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-store",
  "X-Accel-Buffering": "no",
};

/** What was said so far, for the panel. */
export async function GET(): Promise<Response> {
  const conversation = await findConversation();
  return Response.json({ messages: conversation?.messages ?? [] }, { headers: { "Cache-Control": "no-store" } });
}

/** Says something, or asks again for the answer to `number`, and streams the answer; the header says to which number it is. */
export async function POST(request: Request): Promise<Response> {
  const size = Number(request.headers.get("content-length") || Number.POSITIVE_INFINITY);
  if (size > MOST_BYTES) return new Response(null, { status: 413 });
  const { text, number } = (await request.json().catch(() => ({}))) as { text?: unknown; number?: unknown };
  try {
    const opened = await findOpened();
    const isAgain = opened && Number.isInteger(number);
    const asked = isAgain ? { ...opened, number: Number(number) } : await say(String(text ?? ""));
    return new Response(await streamAnswer(asked), { headers: { ...HEADERS, [NUMBER]: String(asked.number) } });
  } catch (error) {
    const status = error instanceof Refused ? error.status : 503;
    return Response.json({ message: await problemSentence(error) }, { status });
  }
}
