-- CreateTable
CREATE TABLE "Export" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "uniqueName" TEXT NOT NULL,
    "sortName" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "owner" TEXT,
    "model" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "creatorContact" TEXT,
    "createdVia" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "revision" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "scheduleKind" TEXT NOT NULL,
    "schedule" TEXT NOT NULL,
    "window" TEXT,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "pausedUntil" DATETIME,
    "pausedBy" TEXT,
    "nextAt" DATETIME,
    "lastSuccessUntil" DATETIME,
    "lastRunId" TEXT,
    "lastRunStatus" TEXT,
    "lastRunAt" DATETIME,
    "archivedAt" DATETIME
);

-- CreateTable
CREATE TABLE "ExportSearch" (
    "exportId" TEXT NOT NULL PRIMARY KEY,
    "text" TEXT NOT NULL,
    CONSTRAINT "ExportSearch_exportId_fkey" FOREIGN KEY ("exportId") REFERENCES "Export" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ExportDestination" (
    "exportId" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    PRIMARY KEY ("exportId", "destination"),
    CONSTRAINT "ExportDestination_exportId_fkey" FOREIGN KEY ("exportId") REFERENCES "Export" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Revision" (
    "exportId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdVia" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "note" TEXT,

    PRIMARY KEY ("exportId", "number"),
    CONSTRAINT "Revision_exportId_fkey" FOREIGN KEY ("exportId") REFERENCES "Export" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Run" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "exportId" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "occasion" TEXT NOT NULL,
    "firstOf" TEXT,
    "trigger" TEXT NOT NULL,
    "requestedBy" TEXT NOT NULL,
    "requestedVia" TEXT NOT NULL,
    "contact" TEXT,
    "rerunOf" TEXT,
    "status" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "runDay" TEXT NOT NULL,
    "window" TEXT,
    "windowFrom" DATETIME,
    "windowUntil" DATETIME,
    "chained" BOOLEAN NOT NULL DEFAULT false,
    "availableAt" DATETIME NOT NULL,
    "fairShare" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "startedAt" DATETIME,
    "finishedAt" DATETIME,
    "leaseOwner" TEXT,
    "leaseUntil" DATETIME,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "cancelAsked" TEXT,
    "approvedBy" TEXT,
    "skipChecks" BOOLEAN NOT NULL DEFAULT false,
    "again" BOOLEAN NOT NULL DEFAULT false,
    "lateNoticed" BOOLEAN NOT NULL DEFAULT false,
    "rows" BIGINT,
    "bytes" BIGINT,
    "progress" TEXT,
    "made" TEXT,
    "receipt" TEXT,
    "problems" TEXT,
    "facts" TEXT,
    CONSTRAINT "Run_exportId_fkey" FOREIGN KEY ("exportId") REFERENCES "Export" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RunLog" (
    "runId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "level" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    PRIMARY KEY ("runId", "seq"),
    CONSTRAINT "RunLog_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RunFile" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "sha256" TEXT,
    "rows" BIGINT NOT NULL,
    "ref" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    CONSTRAINT "RunFile_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Delivery" (
    "exportId" TEXT NOT NULL,
    "occasion" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "fence" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "intent" TEXT,
    "receipt" TEXT,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("exportId", "occasion", "destination"),
    CONSTRAINT "Delivery_exportId_fkey" FOREIGN KEY ("exportId") REFERENCES "Export" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "key" TEXT NOT NULL,
    "exportId" TEXT NOT NULL,
    "runId" TEXT,
    "event" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" DATETIME,
    "leaseUntil" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "sentAt" DATETIME,
    "error" TEXT,
    "content" TEXT NOT NULL,
    "reference" TEXT
);

-- CreateTable
CREATE TABLE "Destination" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "settings" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Secret" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "sealed" BLOB NOT NULL,
    "updatedBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Token" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "email" TEXT,
    "delegate" BOOLEAN NOT NULL DEFAULT false,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "lastUsedAt" DATETIME,
    "expiresAt" DATETIME,
    "revokedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Draft" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "owner" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Audit" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "actor" TEXT NOT NULL,
    "onBehalfOf" TEXT,
    "role" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "address" TEXT,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "detail" TEXT
);

-- CreateTable
CREATE TABLE "Idempotency" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "requestHash" TEXT NOT NULL,
    "status" INTEGER,
    "body" TEXT,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Worker" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "seenAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Meta" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "Export_uniqueName_key" ON "Export"("uniqueName");

-- CreateIndex
CREATE INDEX "Export_nextAt_idx" ON "Export"("nextAt");

-- CreateIndex
CREATE INDEX "Export_archivedAt_sortName_id_idx" ON "Export"("archivedAt", "sortName", "id");

-- CreateIndex
CREATE INDEX "Export_archivedAt_createdAt_id_idx" ON "Export"("archivedAt", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Export_archivedAt_status_sortName_id_idx" ON "Export"("archivedAt", "status", "sortName", "id");

-- CreateIndex
CREATE INDEX "Export_archivedAt_model_sortName_id_idx" ON "Export"("archivedAt", "model", "sortName", "id");

-- CreateIndex
CREATE INDEX "Export_archivedAt_createdBy_sortName_id_idx" ON "Export"("archivedAt", "createdBy", "sortName", "id");

-- CreateIndex
CREATE INDEX "Export_archivedAt_lastRunAt_id_idx" ON "Export"("archivedAt", "lastRunAt", "id");

-- CreateIndex
CREATE INDEX "ExportDestination_destination_exportId_idx" ON "ExportDestination"("destination", "exportId");

-- CreateIndex
CREATE UNIQUE INDEX "Run_firstOf_key" ON "Run"("firstOf");

-- CreateIndex
CREATE INDEX "Run_status_availableAt_idx" ON "Run"("status", "availableAt");

-- CreateIndex
CREATE INDEX "Run_status_leaseUntil_idx" ON "Run"("status", "leaseUntil");

-- CreateIndex
CREATE INDEX "Run_exportId_createdAt_idx" ON "Run"("exportId", "createdAt");

-- CreateIndex
CREATE INDEX "Run_exportId_status_createdAt_idx" ON "Run"("exportId", "status", "createdAt");

-- CreateIndex
CREATE INDEX "Run_exportId_status_dueAt_idx" ON "Run"("exportId", "status", "dueAt");

-- CreateIndex
CREATE INDEX "Run_exportId_occasion_idx" ON "Run"("exportId", "occasion");

-- CreateIndex
CREATE INDEX "Run_createdAt_idx" ON "Run"("createdAt");

-- CreateIndex
CREATE INDEX "Run_status_createdAt_idx" ON "Run"("status", "createdAt");

-- CreateIndex
CREATE INDEX "Run_requestedBy_createdAt_idx" ON "Run"("requestedBy", "createdAt");

-- CreateIndex
CREATE INDEX "Run_status_lateNoticed_dueAt_idx" ON "Run"("status", "lateNoticed", "dueAt");

-- CreateIndex
CREATE INDEX "RunFile_deletedAt_expiresAt_idx" ON "RunFile"("deletedAt", "expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "RunFile_runId_name_key" ON "RunFile"("runId", "name");

-- CreateIndex
CREATE INDEX "Delivery_destination_idx" ON "Delivery"("destination");

-- CreateIndex
CREATE UNIQUE INDEX "Notice_key_key" ON "Notice"("key");

-- CreateIndex
CREATE INDEX "Notice_state_channel_nextAt_idx" ON "Notice"("state", "channel", "nextAt");

-- CreateIndex
CREATE INDEX "Notice_exportId_createdAt_idx" ON "Notice"("exportId", "createdAt");

-- CreateIndex
CREATE INDEX "Notice_runId_idx" ON "Notice"("runId");

-- CreateIndex
CREATE UNIQUE INDEX "Token_hash_key" ON "Token"("hash");

-- CreateIndex
CREATE INDEX "Draft_owner_updatedAt_idx" ON "Draft"("owner", "updatedAt");

-- CreateIndex
CREATE INDEX "Draft_expiresAt_idx" ON "Draft"("expiresAt");

-- CreateIndex
CREATE INDEX "Audit_at_idx" ON "Audit"("at");

-- CreateIndex
CREATE INDEX "Audit_target_at_idx" ON "Audit"("target", "at");

-- CreateIndex
CREATE INDEX "Audit_actor_at_idx" ON "Audit"("actor", "at");

-- CreateIndex
CREATE INDEX "Idempotency_expiresAt_idx" ON "Idempotency"("expiresAt");
