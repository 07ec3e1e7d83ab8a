"""A plan written down: to an Excel file, or to text. Nothing is decided here.

XlsxWriter writes all parts of a file but the cells, the shared texts and the zip. For that render/
relies on private parts of it, on these and no others:

- ``Worksheet._prepare_formula``, ``Worksheet._prepare_table_formula``: ours are spelled already
- ``Worksheet._write_string``: how it writes the headers of tables; they stand among our rows
- ``Worksheet._write_sheet_data``, ``Worksheet._write_sheet_format_pr``: our rows and their height
- ``Worksheet._write_hyperlinks``: links show values, what stands around them is kept over a run
- ``Worksheet._set_xml_writer``, ``Chart._set_xml_writer``, ``Chart._assemble_xml_file``: sheets and
  charts of a workbook of which all other parts are kept
- ``Worksheet._set_filehandle``, ``Worksheet._write_data_validations``: input rules alone, for a
  workbook that exists
- ``Worksheet._get_range_data``: what a chart caches, out of our rows
- ``Worksheet._check_dimensions``: whether a cell lies on the sheet
- ``Worksheet._xml_empty_tag``, ``Worksheet.fh``: where and how XML is written
- ``Worksheet.tables``: a table's range, filter and columns, set after it was added over two rows
- ``Worksheet.merge``, ``Worksheet.hyperlinks``, ``Worksheet.hlink_count``: filled without a cell
- ``Worksheet.has_dynamic_arrays``: asks for the part that says what spills
- ``Worksheet.str_table``, ``Workbook.str_table``: the shared texts, in an order of our own
- ``Worksheet.default_row_height``: in pixels
- ``Workbook._get_packager``: the package is ours
- ``Workbook._prepare_sst_string_data``, ``Packager._write_shared_strings_file``: shared texts
- ``Workbook._write_defined_name``, ``Workbook._xml_data_element``: a name with its comment
- ``Workbook.defined_names``: a name is hidden in the fourth place of its list, and several areas
  are printed by a name of their sheet
- ``Worksheet.index``: which sheet that is
- ``Workbook.charts``, ``Chart.embedded``: charts of our own classes
- ``Workbook.vba_project``, ``Packager._add_vba_project``: macros go into our zip
- ``Packager._create_package``, ``Packager._filename``, ``Packager.workbook``: parts go into our zip
- ``Chart._process_names``: a name is never a reference
- ``Chart._write_a_latin``, ``Chart._xml_empty_tag``: the font of Chinese
- ``Chart._write_plot_vis_only``, ``Chart.show_hidden``, ``Chart._write_disp_blanks_as``,
  ``Chart.show_blanks``: how hidden cells and blanks are drawn is always written
- ``Format._get_xf_index``: the number of a look in the cells' XML
"""
