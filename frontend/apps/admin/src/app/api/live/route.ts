/** Whether this process answers; asked by what starts and watches it. */
export function GET(): Response {
  return new Response(null, { status: 204 });
}
