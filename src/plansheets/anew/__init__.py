"""A filled workbook built anew: today's blueprint with everything that people had typed in."""
