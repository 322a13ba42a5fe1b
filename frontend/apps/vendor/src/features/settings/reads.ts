import "server-only";
import type { InvoicingStatus, MailKind, PolicyView, VendorProfile } from "@globalmarket/api";
import { privateApi } from "@globalmarket/web/server/site";

/** The vendor as its people see it, and the tag of that version: an edit names it. */
export async function getProfile(): Promise<{ profile: VendorProfile; etag: string }> {
  const { data, response } = await (await privateApi()).GET("/api/v1/vendor/profile");
  return { profile: data as VendorProfile, etag: response.headers.get("ETag") ?? "" };
}

export async function getReturnPolicy(): Promise<PolicyView> {
  return (await (await privateApi()).GET("/api/v1/vendor/return-policy")).data as PolicyView;
}

/** The kinds of mails that the person who is logged in does without. */
export async function getMutedMails(): Promise<MailKind[]> {
  return (await (await privateApi()).GET("/api/v1/vendor/mail-preferences")).data?.muted ?? [];
}

/** Whether invoices are issued in the vendor's name, and what is missing for it. */
export async function getInvoicing(): Promise<InvoicingStatus> {
  return (await (await privateApi()).GET("/api/v1/vendor/invoicing")).data as InvoicingStatus;
}
