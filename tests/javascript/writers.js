// Workbooks opened, worked in and saved by exceljs or SheetJS, as programs of others do it.
// In on the standard input: {folder, jobs: [{writer, source, target, deeds}]}; folder holds
// node_modules. A deed is a list: what is done, the sheet, and where.
"use strict";

const { createRequire } = require("node:module");

const asked = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const load = createRequire(`${asked.folder}/`);

const byExceljs = {
  set: (sheet, cell, value) => { sheet.getCell(cell).value = value; },
  formula: (sheet, cell, formula, result) => { sheet.getCell(cell).value = { formula, result }; },
  comment: (sheet, cell, text) => { sheet.getCell(cell).note = text; },
  width: (sheet, column, width) => { sheet.getColumn(column).width = width; },
  hide_row: (sheet, row) => { sheet.getRow(row).hidden = true; },
  delete_column: (sheet, column) => { sheet.spliceColumns(column, 1); },
  copy_sheet: (sheet, name) => {
    const copy = sheet.workbook.addWorksheet(name);
    sheet.eachRow((row, number) => row.eachCell((cell, column) => {
      const { formula, result, value } = cell;
      copy.getCell(number, column).value = formula ? { formula, result } : value;
    }));
  },
};

async function exceljs(job) {
  const { Workbook } = load("exceljs");
  const book = new Workbook();
  await book.xlsx.readFile(job.source);
  for (const [deed, sheet, ...where] of job.deeds) {
    if (deed === "add_sheet") book.addWorksheet(sheet);
    else byExceljs[deed](book.getWorksheet(sheet), ...where);
  }
  await book.xlsx.writeFile(job.target);
}

const bySheetjs = {
  set: (XLSX, sheet, cell, value) => XLSX.utils.sheet_add_aoa(sheet, [[value]], { origin: cell }),
  formula: (XLSX, sheet, cell, formula, result) => {
    XLSX.utils.sheet_add_aoa(sheet, [[result]], { origin: cell });
    sheet[cell].f = formula;
  },
  comment: (XLSX, sheet, cell, text) => XLSX.utils.cell_add_comment(sheet[cell], text, "Lin"),
  width: (XLSX, sheet, column, width) => {
    sheet["!cols"] = sheet["!cols"] || [];
    sheet["!cols"][XLSX.utils.decode_col(column)] = { wch: width };
  },
  hide_row: (XLSX, sheet, row) => {
    sheet["!rows"] = sheet["!rows"] || [];
    sheet["!rows"][row - 1] = { hidden: true };
  },
};

async function sheetjs(job) {
  const XLSX = load("xlsx");
  const book = XLSX.readFile(job.source, { cellStyles: true, cellNF: true });
  for (const [deed, sheet, ...where] of job.deeds) {
    if (deed === "add_sheet") XLSX.utils.book_append_sheet(book, {}, sheet);
    else if (deed === "copy_sheet")
      XLSX.utils.book_append_sheet(book, structuredClone(book.Sheets[sheet]), where[0]);
    else bySheetjs[deed](XLSX, book.Sheets[sheet], ...where);
  }
  XLSX.writeFile(book, job.target, { cellStyles: true, compression: true });
}

(async () => {
  for (const job of asked.jobs) await { exceljs, sheetjs }[job.writer](job);
  process.stdout.write("null");
})().catch((error) => {
  process.stderr.write(String(error.stack));
  process.exitCode = 1;
});
