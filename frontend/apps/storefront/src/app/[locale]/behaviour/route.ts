import { reportBehaviour } from "@/features/behaviour/report";
import { asksNotToTrack, findVisitor } from "@/features/behaviour/visitor-cookie";

const MOST_BYTES = 64_000;

/** What the page's script noted of a visitor who agreed. It hears nothing back: nobody waits for it. */
export async function POST(request: Request): Promise<Response> {
  const visitor = await findVisitor();
  // What is not counted is not read either. A browser says how long its message is; what does not is no page of ours.
  const size = Number(request.headers.get("content-length") || Number.POSITIVE_INFINITY);
  if (visitor && !asksNotToTrack(request.headers) && size <= MOST_BYTES) {
    await reportBehaviour(visitor, await request.text());
  }
  return new Response(null, { status: 204 });
}
