-- CreateIndex
CREATE INDEX "Export_archivedAt_nextAt_id_idx" ON "Export"("archivedAt", "nextAt", "id");

-- CreateIndex
CREATE INDEX "Export_archivedAt_creatorContact_sortName_id_idx" ON "Export"("archivedAt", "creatorContact", "sortName", "id");
