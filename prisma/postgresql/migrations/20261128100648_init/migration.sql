-- CreateTable
CREATE TABLE "Export" (
    "id" TEXT NOT NULL,
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
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "revision" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "scheduleKind" TEXT NOT NULL,
    "schedule" TEXT NOT NULL,
    "window" TEXT,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "pausedUntil" TIMESTAMP(3),
    "pausedBy" TEXT,
    "nextAt" TIMESTAMP(3),
    "lastSuccessUntil" TIMESTAMP(3),
    "lastRunId" TEXT,
    "lastRunStatus" TEXT,
    "lastRunAt" TIMESTAMP(3),
    "archivedAt" TIMESTAMP(3),

    CONSTRAINT "Export_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ExportSearch" (
    "exportId" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "ExportSearch_pkey" PRIMARY KEY ("exportId")
);

-- CreateTable
CREATE TABLE "ExportDestination" (
    "exportId" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "ExportDestination_pkey" PRIMARY KEY ("exportId","destination")
);

-- CreateTable
CREATE TABLE "Revision" (
    "exportId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdVia" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "note" TEXT,

    CONSTRAINT "Revision_pkey" PRIMARY KEY ("exportId","number")
);

-- CreateTable
CREATE TABLE "Run" (
    "id" TEXT NOT NULL,
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
    "createdAt" TIMESTAMP(3) NOT NULL,
    "dueAt" TIMESTAMP(3) NOT NULL,
    "runDay" TEXT NOT NULL,
    "window" TEXT,
    "windowFrom" TIMESTAMP(3),
    "windowUntil" TIMESTAMP(3),
    "chained" BOOLEAN NOT NULL DEFAULT false,
    "availableAt" TIMESTAMP(3) NOT NULL,
    "fairShare" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "startedAt" TIMESTAMP(3),
    "finishedAt" TIMESTAMP(3),
    "leaseOwner" TEXT,
    "leaseUntil" TIMESTAMP(3),
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

    CONSTRAINT "Run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunLog" (
    "runId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "level" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "RunLog_pkey" PRIMARY KEY ("runId","seq")
);

-- CreateTable
CREATE TABLE "RunFile" (
    "id" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "sha256" TEXT,
    "rows" BIGINT NOT NULL,
    "ref" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "RunFile_pkey" PRIMARY KEY ("id")
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
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("exportId","occasion","destination")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "exportId" TEXT NOT NULL,
    "runId" TEXT,
    "event" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" TIMESTAMP(3),
    "leaseUntil" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,
    "sentAt" TIMESTAMP(3),
    "error" TEXT,
    "content" TEXT NOT NULL,
    "reference" TEXT,

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Destination" (
    "name" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Destination_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "Secret" (
    "name" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "updatedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Secret_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "Token" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "email" TEXT,
    "delegate" BOOLEAN NOT NULL DEFAULT false,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "lastUsedAt" TIMESTAMP(3),
    "expiresAt" TIMESTAMP(3),
    "revokedAt" TIMESTAMP(3),

    CONSTRAINT "Token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Draft" (
    "id" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Audit" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "onBehalfOf" TEXT,
    "role" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "address" TEXT,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "detail" TEXT,

    CONSTRAINT "Audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Idempotency" (
    "id" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "status" INTEGER,
    "body" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Idempotency_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Worker" (
    "id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "seenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Worker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Meta" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "Meta_pkey" PRIMARY KEY ("name")
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

-- AddForeignKey
ALTER TABLE "ExportSearch" ADD CONSTRAINT "ExportSearch_exportId_fkey" FOREIGN KEY ("exportId") REFERENCES "Export"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExportDestination" ADD CONSTRAINT "ExportDestination_exportId_fkey" FOREIGN KEY ("exportId") REFERENCES "Export"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Revision" ADD CONSTRAINT "Revision_exportId_fkey" FOREIGN KEY ("exportId") REFERENCES "Export"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_exportId_fkey" FOREIGN KEY ("exportId") REFERENCES "Export"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunLog" ADD CONSTRAINT "RunLog_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunFile" ADD CONSTRAINT "RunFile_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_exportId_fkey" FOREIGN KEY ("exportId") REFERENCES "Export"("id") ON DELETE CASCADE ON UPDATE CASCADE;
