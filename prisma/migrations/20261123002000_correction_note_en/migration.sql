-- AlterTable
ALTER TABLE "disclosure_entry" ADD COLUMN     "correction_note_en" TEXT NOT NULL DEFAULT '';
