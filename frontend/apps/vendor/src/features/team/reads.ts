import "server-only";
import type { VendorPerson } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { privateApi } from "@globalmarket/web/server/site";

/** The vendor's people. */
export async function listMembers(): Promise<VendorPerson[]> {
  return (await (await privateApi()).GET("/api/v1/vendor/members")).data?.items ?? [];
}

/** 404 if the vendor has no such person. */
export async function getMember(id: string): Promise<VendorPerson> {
  const params = { path: { person_id: id } };
  const { data } = await foundOrNone((await privateApi()).GET("/api/v1/vendor/members/{person_id}", { params }));
  return data as VendorPerson;
}
