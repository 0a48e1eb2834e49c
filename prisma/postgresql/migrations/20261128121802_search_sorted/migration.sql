-- AlterTable
ALTER TABLE "ExportSearch" ADD COLUMN     "createdAt" TIMESTAMP(3),
ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "creatorContact" TEXT,
ADD COLUMN     "model" TEXT,
ADD COLUMN     "sortName" TEXT,
ADD COLUMN     "status" TEXT;

UPDATE "ExportSearch" AS s
SET "createdAt" = e."createdAt", "createdBy" = e."createdBy", "creatorContact" = e."creatorContact",
    "model" = e."model", "sortName" = e."sortName", "status" = e."status"
FROM "Export" AS e WHERE e."id" = s."exportId";

-- AlterTable
ALTER TABLE "ExportSearch" ALTER COLUMN "createdAt" SET NOT NULL,
ALTER COLUMN "createdBy" SET NOT NULL,
ALTER COLUMN "model" SET NOT NULL,
ALTER COLUMN "sortName" SET NOT NULL,
ALTER COLUMN "status" SET NOT NULL;
