-- AlterTable
ALTER TABLE "day_closing_item" ADD COLUMN     "open_rows" JSONB NOT NULL DEFAULT '[]';
