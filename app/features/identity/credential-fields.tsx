import { useT } from "#app/lib/i18n-react.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { type FormState, sayComplaint } from "./form-state.ts";

/** The summary over a form; `prefix` is put before the names where a page has two forms. */
export function FormErrors({ state, prefix = "" }: { state: FormState; prefix?: string }) {
  const t = useT("identity");
  const errors = Object.entries(state.errors).map(([name, complaint]) => ({
    id: `${prefix}${name}`,
    message: sayComplaint(t, complaint),
  }));
  return <ErrorSummary errors={errors} />;
}

export function EmailField({ state, prefix = "" }: { state: FormState; prefix?: string }) {
  const t = useT("identity");
  return (
    <TextField
      id={`${prefix}email`}
      name="email"
      type="email"
      label={t("email")}
      autoComplete="username"
      inputMode="email"
      required
      maxLength={254}
      defaultValue={state.typed.email}
      error={errorOf(state, "email", t)}
    />
  );
}

export function NameField({ state }: { state: FormState }) {
  const t = useT("identity");
  return (
    <TextField
      name="name"
      label={t("name")}
      help={t("nameHelp")}
      autoComplete="name"
      required
      maxLength={60}
      defaultValue={state.typed.name}
      error={errorOf(state, "name", t)}
    />
  );
}

/** `isNew` lets the browser propose a password and says what it needs. */
export function PasswordField({ state, isNew = false }: { state: FormState; isNew?: boolean }) {
  const t = useT("identity");
  return (
    <TextField
      name="password"
      type="password"
      label={isNew ? t("newPassword") : t("password")}
      help={isNew ? t("passwordHelp") : undefined}
      autoComplete={isNew ? "new-password" : "current-password"}
      required
      minLength={isNew ? 10 : undefined}
      maxLength={200}
      error={errorOf(state, "password", t)}
    />
  );
}

function errorOf(state: FormState, name: string, t: ReturnType<typeof useT<"identity">>): string | undefined {
  const complaint = state.errors[name];
  return complaint === undefined ? undefined : sayComplaint(t, complaint);
}
