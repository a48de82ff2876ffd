/** Schemas of any size, the same at every run. */

/** SQL of the tables `from..to`, or of as many as `bytes` hold. */
export function tables(from, to, bytes = Infinity) {
  const pieces = [];
  let length = 0;
  for (let nth = from; nth < to; nth += 1) {
    const text = `CREATE TABLE \`table_${nth}\` (
  \`id\` bigint unsigned NOT NULL AUTO_INCREMENT,
  \`owner_id\` bigint unsigned NOT NULL,
  \`title\` varchar(191) NOT NULL,
  \`price\` decimal(10,2) DEFAULT NULL,
  \`note\` text,
  \`created_at\` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (\`id\`),
  KEY \`owner\` (\`owner_id\`)
) ENGINE=InnoDB;
`;
    if (length + text.length > bytes) break;
    length += text.length;
    pieces.push(text);
  }
  return pieces.join('');
}

/** A Prisma schema of so many models; every third relation has no index. */
export function prismaSchema(models) {
  const pieces = ['datasource db {\n  provider     = "mysql"\n  relationMode = "prisma"\n}\n'];
  for (let nth = 0; nth < models; nth += 1) {
    const other = (nth * 7 + 1) % models;
    pieces.push(`
model Model${nth} {
  id        BigInt   @id @default(autoincrement())
  title     String   @db.VarChar(191)
  price     Decimal? @db.Decimal(10, 2)
  note      String?  @db.Text
  createdAt DateTime @default(now()) @db.DateTime(3)
  otherId   BigInt
  other     Model${other} @relation("r${nth}", fields: [otherId], references: [id])
${of(models, nth)}
${nth % 3 === 0 ? '' : '  @@index([otherId])\n'}}
`);
  }
  return pieces.join('');
}

/** The other sides of the relations that lead to a model. */
function of(models, nth) {
  const lines = [];
  for (let from = 0; from < models; from += 1) {
    if ((from * 7 + 1) % models === nth) lines.push(`  from${from} Model${from}[] @relation("r${from}")`);
  }
  return lines.join('\n');
}
