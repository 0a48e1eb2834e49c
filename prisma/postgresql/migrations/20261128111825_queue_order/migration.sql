-- DropIndex
DROP INDEX "Run_status_availableAt_idx";

-- CreateIndex
CREATE INDEX "Run_status_availableAt_dueAt_id_idx" ON "Run"("status", "availableAt", "dueAt", "id");

-- CreateIndex
CREATE INDEX "Run_status_availableAt_fairShare_dueAt_id_idx" ON "Run"("status", "availableAt", "fairShare", "dueAt", "id");
