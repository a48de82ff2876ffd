/** The SQL that makes the change, in an order in which each statement applies. */

import type { Report } from 'shoring';
import { copy } from '../state';
import { count } from './words';

export function Sql({ report }: { report: Report }) {
  const { statements } = report;
  if (!statements) {
    return (
      <div class="state">
        <p>
          For {report.target?.name ?? 'this database'} no SQL is written yet. The changes and what they do are in the other tab.
        </p>
      </div>
    );
  }
  if (statements.length === 0) {
    return (
      <div class="state">
        <p>There is nothing to run: the database stays as it is.</p>
      </div>
    );
  }
  const sql = `${statements.map((it) => it.sql).join('\n\n')}\n`;
  return (
    <div class="sql">
      <div class="sql-head">
        <span>{count(statements.length, 'statement')}, in the order in which each applies</span>
        <span class="gap" />
        <button type="button" class="main" onClick={() => void copy(sql, 'SQL copied.', 'quietly')}>
          Copy SQL
        </button>
      </div>
      <pre tabIndex={0} aria-label="SQL">
        {sql}
      </pre>
    </div>
  );
}
