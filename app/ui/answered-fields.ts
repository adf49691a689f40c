/** What was typed into a form and what is wrong with it, as an action answers it. */
export interface FormAnswer {
  typed: Record<string, string>;
  /** Field → key of the form's dictionary. */
  errors: Record<string, string>;
}

/**
 * What the fields of a form are shown with again.
 *
 * @param say a complaint by its key, in the reader's language
 */
export function answeredFields(say: (key: string) => string, answer: FormAnswer | undefined) {
  const error = (name: string): string | undefined => {
    const key = answer?.errors[name];
    return key === undefined ? undefined : say(key);
  };
  return {
    error,
    field: (name: string, fallback = "") => ({
      name,
      defaultValue: answer?.typed[name] ?? fallback,
      error: error(name),
    }),
    /** For the summary above the form, in the order of its fields. */
    summary: (order: readonly string[]) =>
      order.flatMap((id) => {
        const message = error(id);
        return message === undefined ? [] : [{ id, message }];
      }),
  };
}
