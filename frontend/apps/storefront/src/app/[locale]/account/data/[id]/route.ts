import { Refused } from "@globalmarket/api";
import { readCopy } from "@/features/account/privacy-reads";
import { requireCustomer } from "@/features/auth/customer";

/** The customer's copy of their data, as a file. The browser gets it from here: the API's link never reaches it. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/[locale]/account/data/[id]">,
): Promise<Response> {
  await requireCustomer("/account/security");
  try {
    const copy = await readCopy((await params).id);
    return new Response(copy, {
      headers: {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Disposition": 'attachment; filename="my-data.json"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
      },
    });
  } catch (error) {
    if (error instanceof Refused) return new Response(null, { status: 404 });
    throw error;
  }
}
