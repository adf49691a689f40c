-- What a trust spends reaches charities that may be outside this site: they give its receipts, and none is recorded
-- here. The trust's own gifts are then refused a receipt, so nothing is receipted twice.
-- AlterTable
ALTER TABLE "receipt" DROP COLUMN "disbursement_id";
