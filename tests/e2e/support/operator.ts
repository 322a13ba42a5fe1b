import { expect } from "vitest";
import { callApi } from "./api.ts";

export const PASSWORD = "marketplace-demo"; // of all demo logins
const STAFF = "admin@demo.example";

type Headers = Record<string, string>;

interface Variant {
  prices: { minor: number; currency: string }[];
  compare_at: { minor: number; currency: string }[];
}

async function logIn(region: string, audience: "staff" | "vendor", email: string): Promise<Headers> {
  const body = { audience, email, password: PASSWORD };
  const { status, body: answer } = await callApi(region, "auth/login", { method: "POST", body });
  if (status !== 200) throw new Error(`${email} cannot log in at ${region}: ${status} ${JSON.stringify(answer)}`);
  return { Authorization: `Bearer ${answer.access_token}` };
}

/** As a vendor of the demo data. */
export function asVendor(region: string, slug: string): Promise<Headers> {
  return logIn(region, "vendor", `${slug}@demo.example`);
}

/** As a member of staff who may do everything. */
export function asStaff(region: string): Promise<Headers> {
  return logIn(region, "staff", STAFF);
}

type Body = Record<string, unknown>;

/** One deed of a vendor of the demo data: `act("vendor/orders/vord_1/accept")`. Throws what is refused. */
export async function vendorDesk(region: string, slug: string) {
  return desk(region, await asVendor(region, slug));
}

function desk(region: string, who: Headers) {
  const act = async (path: string, body: Body = {}) => {
    const headers = { ...who, "Idempotency-Key": crypto.randomUUID() };
    const answer = await callApi(region, path, { method: "POST", headers, body });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const read = async (path: string) => (await callApi(region, path, { headers: who })).body;
  return { act, read };
}

interface Amount {
  minor: number;
  currency: string;
}

/** One deed or reading of a member of staff who may do everything. */
export async function staffDesk(region: string) {
  return desk(region, await asStaff(region));
}

/** Change the region's settings or state, as a member of staff does. Each process knows of it some seconds later. */
export async function editRegion(region: string, edit: Body): Promise<void> {
  const headers = await asStaff(region);
  const { etag } = (await callApi(region, "admin/region", { headers })).body;
  const body = { reason: "For a test", ...edit };
  const about = { method: "PATCH", headers: { ...headers, "If-Match": `"${etag}"` }, body };
  const answer = await callApi(region, "admin/region", about);
  if (answer.status >= 300) throw new Error(`admin/region: ${answer.status} ${JSON.stringify(answer.body)}`);
}

/** Move the region's clock on. Who is logged in is logged out by it. */
export async function passDays(region: string, days: number): Promise<void> {
  await (await staffDesk(region)).act("admin/development/clock", { advance_s: days * 86_400 });
}

/** The region's time (ms), which other tests have moved on: this moves it by a second more. */
export async function timeIn(region: string): Promise<number> {
  const { now } = await (await staffDesk(region)).act("admin/development/clock", { advance_s: 1 });
  return Date.parse(now);
}

/** The code of a new gift card. */
export async function giveGiftCard(region: string, amount: Amount): Promise<string> {
  const { act } = desk(region, await asStaff(region));
  return (await act("admin/credit-issues", { kind: "gift_card", amount, reason: "A test" })).code;
}

/** Store credit for the customer with that address. */
export async function giveStoreCredit(region: string, email: string, amount: Amount): Promise<void> {
  const { act, read } = desk(region, await asStaff(region));
  const { items } = await read(`admin/customers?${new URLSearchParams({ email })}`);
  await act("admin/credit-issues", { kind: "store_credit", amount, customer_id: items[0].id, reason: "A test" });
}

/** Let the vendor send its whole part of the order, and let it arrive. */
export async function deliver(region: string, slug: string, number: string): Promise<void> {
  const { act, read } = await vendorDesk(region, slug);
  const find = async () => (await read(`vendor/orders?${new URLSearchParams({ q: number })}`)).items[0]?.id;
  await expect.poll(find).toBeDefined(); // an order reaches its vendors by an event
  const part = await read(`vendor/orders/${await find()}`);
  await act(`vendor/orders/${part.id}/accept`);
  const lines = part.lines.map(({ line_id, quantity }: Body) => ({ line_id, quantity }));
  const sent = await act(`vendor/orders/${part.id}/shipments`, { lines, carrier: "PostNL", tracking_number: "3SABC" });
  await act(`vendor/orders/${part.id}/shipments/${sent.shipments[0].id}/deliver`);
}

/** Run `meanwhile` while the vendor is suspended, and reinstate it whatever comes of that. */
export async function whileSuspended(region: string, slug: string, meanwhile: () => Promise<void>): Promise<void> {
  const staff = desk(region, await asStaff(region));
  const { body: profile } = await callApi(region, `store/vendors/${slug}`);
  const move = (to: "suspend" | "reinstate") => staff.act(`admin/vendors/${profile.id}/${to}`, { reason: "A test" });
  await move("suspend");
  try {
    await meanwhile();
  } finally {
    await move("reinstate");
  }
}

/** Run `meanwhile` while the vendor's product has other variants, as `changed` makes them of the present ones. */
export async function whileChanged(
  region: string,
  product: { id: string; vendor: string },
  changed: (variants: Variant[]) => Variant[],
  meanwhile: () => Promise<void>,
): Promise<void> {
  const vendor = await asVendor(region, product.vendor);
  const path = `vendor/products/${product.id}`;
  const { body: before } = await callApi(region, path, { headers: vendor });
  const set = async (variants: Variant[]) => {
    const { etag = "" } = await callApi(region, path, { headers: vendor });
    const headers = { ...vendor, "If-Match": etag };
    const { status, body } = await callApi(region, path, { method: "PATCH", headers, body: { variants } });
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  };
  const { variants } = before;
  await set(changed(structuredClone(variants)));
  try {
    await meanwhile();
  } finally {
    await set(variants);
  }
}
