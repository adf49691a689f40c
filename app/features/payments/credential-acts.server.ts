import { db, type Sql } from "#app/lib/db.server.ts";

export type CredentialActKind = "saved" | "tested" | "disabled" | "enabled" | "resealed" | "secret-dropped";

/** Notes what was done with a credential, never what is in it. Call under the lock of the credential's row. */
export async function noteCredentialAct(
  tx: Sql,
  act: {
    organizationId: string;
    credentialId: string;
    kind: CredentialActKind;
    userId: string | null;
    at: Date;
  },
): Promise<void> {
  await tx.run(
    `insert into credential_act (organization_id, credential_id, number, kind, user_id, at)
     select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5 from credential_act where credential_id = $2`,
    [act.organizationId, act.credentialId, act.kind, act.userId, act.at],
  );
}

export interface CredentialAct {
  credentialId: string;
  number: number;
  provider: string;
  kind: CredentialActKind;
  /** Null: a worker of the platform. */
  by: string | null;
  at: Date;
}

/** What was done with an organization's credentials, the newest first. */
export async function listCredentialActs(organizationId: string): Promise<CredentialAct[]> {
  return db.rows<CredentialAct>(
    `select a.credential_id as "credentialId", a.number, c.provider, a.kind, u.name as by, a.at
     from credential_act a join payment_credential c on c.id = a.credential_id
     left join app_user u on u.id = a.user_id
     where a.organization_id = $1 order by a.at desc, a.number desc limit 30`,
    [organizationId],
  );
}
