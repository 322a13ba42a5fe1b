/** Of a vendor's profile, as the API names them. */
export const PROFILE_FIELDS = ["name", "legal_name", "registration_number", "vat_number", "email", "phone"] as const;

/** Mails that a person may do without, as the API names them. */
export const MAIL_KINDS = ["new_orders", "returns", "products", "refunds", "messages"] as const;

/** Of its address. The country is that of the application, and stays. */
export const ADDRESS_FIELDS = ["line1", "line2", "postcode", "city", "region"] as const;
