// Upstream's sortable table. Upstream writes its arrows and compares its cells
// as HTML, which Trusted Types forbid: ours are drawn by the style sheet, and
// cells are compared as text.
import { SortableTable as Upstream } from "@ministryofjustice/frontend/moj/components/sortable-table/sortable-table.mjs";

export class SortableTable extends Upstream {
  updateDirectionIndicators() {}

  getCellValue(cell) {
    const value = cell.dataset.sortValue ?? cell.textContent.trim();
    const number = Number(value);
    return value !== "" && Number.isFinite(number) ? number : value;
  }
}
