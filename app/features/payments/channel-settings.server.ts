import { prisma } from "#app/lib/db.server.ts";
import { listBankAccountActs, listBankAccounts } from "./bank-account-acts.server.ts";
import { listCredentialActs } from "./credential-acts.server.ts";

export interface Channel {
  id: string;
  provider: string;
  /** The end of the account's number: enough to recognise one's own. */
  accountEnd: string;
  selfTestedAt: Date | null;
  /** Switched off by a person, or cards without a basis. */
  isOff: boolean;
  isDisabled: boolean;
}

/** An organization's payment channels and bank accounts, without any secret, and its basis for cards from abroad. */
export async function loadSettings(organizationId: string) {
  const organization = await prisma.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { name: true, nameEn: true, overseasCardBasis: true, overseasCardBasisAt: true },
  });
  const credentials = await prisma.paymentCredential.findMany({
    where: { organizationId },
    orderBy: [{ provider: "asc" }, { createdAt: "asc" }],
    select: { id: true, provider: true, providerAccount: true, selfTestedAt: true, disabledAt: true },
  });
  const channels: Channel[] = credentials.map((credential) => ({
    id: credential.id,
    provider: credential.provider,
    accountEnd: credential.providerAccount.slice(-4),
    selfTestedAt: credential.selfTestedAt,
    isOff:
      credential.disabledAt !== null || (credential.provider === "stripe" && !organization.overseasCardBasis),
    isDisabled: credential.disabledAt !== null,
  }));
  const bank = {
    accounts: await listBankAccounts(organizationId),
    acts: await listBankAccountActs(organizationId),
  };
  return { organization, channels, bank, acts: await listCredentialActs(organizationId) };
}
