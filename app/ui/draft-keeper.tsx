import { useEffect, useRef, useState } from "react";
import { useT } from "#app/lib/i18n-react.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";

interface DraftKeeperProps {
  /** When what stands in the form was last kept; null if never. */
  savedAt: Date | null;
}

type Keeping = { state: "kept"; at: Date | null } | { state: "typing" | "failed" | "signed-out" };

/** A moment after the last key, so that a sentence is one message and not forty. */
const QUIET_MS = 1_500;
const RETRY_MS = 10_000;

/**
 * Stands inside a long form: a button that saves it as typed (`intent=save-draft`, works without scripts), and
 * where scripts run the same message by itself, a moment after the last key and when the page is left. The
 * form's own action answers both; it must not answer with a redirect, which here means that the session ended.
 */
export function DraftKeeper({ savedAt }: DraftKeeperProps) {
  const t = useT("ui");
  const box = useRef<HTMLDivElement>(null);
  const [keeping, setKeeping] = useState<Keeping>({ state: "kept", at: savedAt });
  useEffect(() => {
    const form = box.current?.closest("form");
    return form ? keepDraft(form, setKeeping) : undefined;
  }, []);
  return (
    <div className="draft-keeper acts" ref={box}>
      <SubmitButton quiet name="intent" value="save-draft" formNoValidate>
        {t("saveDraft")}
      </SubmitButton>
      <p className="help" role="status">
        {keeping.state === "kept" && keeping.at ? (
          <>
            {t("draftSaved")} <DateText value={keeping.at} precision="second" />
          </>
        ) : null}
        {keeping.state === "typing" ? t("draftTyping") : null}
        {keeping.state === "failed" ? t("draftFailed") : null}
        {keeping.state === "signed-out" ? t("draftSignedOut") : null}
      </p>
    </div>
  );
}

/** Listens to a form and sends it a moment after the last key. Returns how to stop. */
function keepDraft(form: HTMLFormElement, tell: (keeping: Keeping) => void): () => void {
  let timer: number | undefined;
  let isChanged = false;
  let isSent = false;
  let latest = 0;

  const send = async (isLeaving: boolean): Promise<void> => {
    window.clearTimeout(timer);
    if (!isChanged || isSent) return;
    isChanged = false;
    latest += 1;
    const turn = latest;
    const body = draftBody(form);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body,
        redirect: "manual",
        // Browsers carry at most 64 KiB past the end of a page.
        keepalive: isLeaving && body.toString().length < 60_000,
      });
      if (turn !== latest || isChanged) return;
      if (answer.ok) tell({ state: "kept", at: new Date() });
      else tell({ state: answer.type === "opaqueredirect" ? "signed-out" : "failed" });
      if (!answer.ok) tryAgain();
    } catch (error) {
      // Without a connection the text stays on the page.
      if (!(error instanceof TypeError)) throw error;
      if (turn === latest) tell({ state: "failed" });
      tryAgain();
    }
  };
  const tryAgain = (): void => {
    isChanged = true;
    timer = window.setTimeout(() => void send(false), RETRY_MS);
  };
  const onInput = (): void => {
    isChanged = true;
    tell({ state: "typing" });
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void send(false), QUIET_MS);
  };
  const onLeave = (): void => {
    if (document.visibilityState === "hidden") void send(true);
  };
  // The form itself is on its way: what it carries is newer than any draft.
  const onSubmit = (event: SubmitEvent): void => {
    isSent = true;
    queueMicrotask(() => {
      if (event.defaultPrevented) isSent = false;
    });
  };
  // The page came back from the browser's own memory.
  const onShow = (): void => {
    isSent = false;
  };
  form.addEventListener("input", onInput);
  form.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", onShow);
  document.addEventListener("visibilitychange", onLeave);
  return () => {
    window.clearTimeout(timer);
    form.removeEventListener("input", onInput);
    form.removeEventListener("submit", onSubmit);
    window.removeEventListener("pageshow", onShow);
    document.removeEventListener("visibilitychange", onLeave);
  };
}

/** Everything typed except files, url-encoded: half the size of multipart, and the action reads it alike. */
function draftBody(form: HTMLFormElement): URLSearchParams {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  body.set("intent", "save-draft");
  return body;
}
