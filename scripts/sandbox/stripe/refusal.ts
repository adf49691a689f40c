/** An error in Stripe's own form: HTTP status, type, code and the parameter at fault. */
export class StripeRefusal extends Error {
  constructor(
    readonly status: number,
    readonly type:
      | "invalid_request_error"
      | "idempotency_error"
      | "api_error"
      | "card_error"
      | "rate_limit_error",
    message: string,
    readonly details: { code?: string; param?: string } = {},
  ) {
    super(message);
  }

  body(): string {
    const { code, param } = this.details;
    const help = code
      ? { code, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}` }
      : {};
    const error = { ...help, message: this.message, ...(param ? { param } : {}), type: this.type };
    return JSON.stringify({ error }, null, 2);
  }
}

export function invalid(message: string, param?: string, code?: string): StripeRefusal {
  return new StripeRefusal(400, "invalid_request_error", message, {
    ...(code ? { code } : {}),
    ...(param ? { param } : {}),
  });
}

export function missing(noun: string, id: string, param = "id"): StripeRefusal {
  const details = { code: "resource_missing", param };
  return new StripeRefusal(404, "invalid_request_error", `No such ${noun}: '${id}'`, details);
}
