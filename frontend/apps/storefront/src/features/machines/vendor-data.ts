import type { VendorPage } from "@globalmarket/api";
import type { Organization } from "schema-dts";

/** A vendor as schema.org has it, with what the law wants published about a trader. */
export function vendorData(vendor: VendorPage, address: string): Exclude<Organization, string> {
  return {
    "@type": "Organization",
    name: vendor.name,
    url: address,
    ...(vendor.description && { description: vendor.description }),
    ...(vendor.logo && { logo: vendor.logo.url }),
    ...(vendor.legal_name && { legalName: vendor.legal_name }),
    ...(vendor.vat_number && { vatID: vendor.vat_number }),
    ...(vendor.email && { email: vendor.email }),
    address: { "@type": "PostalAddress", addressCountry: vendor.country },
  };
}
