import { Refused } from "@globalmarket/api";
import { attachment } from "@globalmarket/web/server/files";
import { requirePerson } from "@globalmarket/web/server/person";
import { readCopy } from "@/features/account/privacy-reads";

/** The customer's copy of their data, as a file. The browser gets it from here: the API's link never reaches it. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/[locale]/account/data/[id]">,
): Promise<Response> {
  await requirePerson("/account/security");
  try {
    return attachment(await readCopy((await params).id), "application/json; charset=utf-8", "my-data.json");
  } catch (error) {
    if (error instanceof Refused) return new Response(null, { status: 404 });
    throw error;
  }
}
