import { reportBehaviour } from "@/features/behaviour/report";
import { asksNotToTrack, findVisitor } from "@/features/behaviour/visitor-cookie";

const MOST_CHARACTERS = 32_000;

/** What the page's script noted of a visitor who agreed. It hears nothing back: nobody waits for it. */
export async function POST(request: Request): Promise<Response> {
  const visitor = await findVisitor();
  const noted = await request.text();
  if (visitor && !asksNotToTrack(request.headers) && noted.length <= MOST_CHARACTERS) {
    await reportBehaviour(visitor, noted);
  }
  return new Response(null, { status: 204 });
}
