import { countryName } from "@globalmarket/i18n";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Filters } from "@/features/catalog/filters";
import { Listing } from "@/features/catalog/listing";
import { getVendor } from "@/features/catalog/reads";
import { Vacation } from "@/features/catalog/vacation";
import { VendorLogo } from "@/features/catalog/vendor-logo";
import { alternatesOf } from "@/features/machines/alternates";
import { StructuredData } from "@/features/machines/structured-data";
import { vendorData } from "@/features/machines/vendor-data";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/vendors/[slug]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const slug = decodeURIComponent((await params).slug);
  const vendor = await getVendor(slug);
  return { title: vendor.name, description: vendor.description, alternates: await alternatesOf(`/vendors/${slug}`) };
}

export default async function VendorPage({ params, searchParams }: Props) {
  const t = await getTranslations("vendor");
  const { locale, origin } = await currentShop();
  const slug = decodeURIComponent((await params).slug);
  const vendor = await getVendor(slug);
  const facts = [
    [t("legal_name"), vendor.legal_name],
    [t("registration_number"), vendor.registration_number],
    [t("vat_number"), vendor.vat_number],
    [t("email"), vendor.email],
  ].filter(([, value]) => value);
  return (
    <div className="mx-auto max-w-7xl px-4 py-6">
      <StructuredData data={vendorData(vendor, `${origin}/${locale.tag}/vendors/${slug}`)} />
      <section className="mb-8 flex flex-col gap-2 rounded-2xl bg-sunken p-6 sm:p-8">
        <div className="flex items-center gap-4">
          {vendor.logo && <VendorLogo logo={vendor.logo} className="size-20 sm:size-24" />}
          <h1 className="font-bold text-3xl tracking-tight">{vendor.name}</h1>
        </div>
        <p className="text-muted text-sm">
          {t("sends_from", { country: countryName(vendor.country, locale.language) })}
        </p>
        <p className="max-w-prose" lang={vendor.language}>
          {vendor.description}
        </p>
        {vendor.vacation && (
          <div className="max-w-prose">
            <Vacation vacation={vendor.vacation} vendor={vendor.name} />
          </div>
        )}
        <details className="text-sm">
          <summary className="py-1 text-muted">{t("about_trader")}</summary>
          <dl className="mt-2 grid gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]">
            {facts.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-muted">{name}</dt>
                <dd className="break-words">
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      </section>
      <Listing
        path={`/${locale.tag}/vendors/${slug}`}
        filters={Filters.from(await searchParams)}
        fixed={{ vendor: [slug] }}
      />
    </div>
  );
}
