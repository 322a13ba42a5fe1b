import type { MyProfile } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { Parts } from "@/features/frame/parts";

interface Props {
  /** The present page's path. */
  here: string;
  person: MyProfile;
}

/** The pages about customers, as far as the person's roles open them. */
export async function CustomerParts({ here, person }: Props) {
  const customers = await getTranslations("customers");
  const segments = await getTranslations("segments");
  const campaigns = await getTranslations("campaigns");
  const parts = [
    { path: "/customers", title: customers("title") },
    { path: "/customers/segments", title: segments("title") },
  ];
  const ofRegion = { path: "/customers/campaigns", title: campaigns("title") };
  return <Parts parts={mayDo(person, "run_region") ? [...parts, ofRegion] : parts} here={here} />;
}
