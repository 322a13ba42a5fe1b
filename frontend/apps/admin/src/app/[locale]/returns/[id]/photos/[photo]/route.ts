import { Refused } from "@globalmarket/api";
import { requirePerson } from "@globalmarket/web/server/person";
import { linkToPhoto } from "@/features/returns/reads";

type Context = RouteContext<"/[locale]/returns/[id]/photos/[photo]">;

/** Leads to a photo of a return. The address that shows it holds for a few minutes. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { id, photo } = await params;
  await requirePerson(`/returns/${id}`);
  try {
    return new Response(null, {
      status: 303,
      headers: { Location: await linkToPhoto(id, photo), "Cache-Control": "no-store" },
    });
  } catch (error) {
    if (error instanceof Refused && error.status < 500) return new Response(null, { status: error.status });
    throw error;
  }
}
