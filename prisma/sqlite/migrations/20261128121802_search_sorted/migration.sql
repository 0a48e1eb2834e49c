-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_ExportSearch" (
    "exportId" TEXT NOT NULL PRIMARY KEY,
    "text" TEXT NOT NULL,
    "sortName" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "creatorContact" TEXT,
    "createdAt" DATETIME NOT NULL,
    "status" TEXT NOT NULL,
    CONSTRAINT "ExportSearch_exportId_fkey" FOREIGN KEY ("exportId") REFERENCES "Export" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_ExportSearch" ("exportId", "text", "sortName", "model", "createdBy", "creatorContact", "createdAt", "status")
SELECT s."exportId", s."text", e."sortName", e."model", e."createdBy", e."creatorContact", e."createdAt", e."status"
FROM "ExportSearch" AS s JOIN "Export" AS e ON e."id" = s."exportId";
DROP TABLE "ExportSearch";
ALTER TABLE "new_ExportSearch" RENAME TO "ExportSearch";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
