-- What may come in by retail import, by the first eight digits (attributes from, until, note), and at which rates, by
-- prefix (vat, consumption_tax, duty, floor_gram, floor_sheet as decimal texts).
ALTER TABLE catalogue_reference_edition DROP CONSTRAINT catalogue_reference_edition_kind_check;
ALTER TABLE catalogue_reference_edition ADD CONSTRAINT catalogue_reference_edition_kind_check
    CHECK (kind IN ('units', 'currencies', 'countries', 'hs_codes', 'export_measures', 'customs_offices',
                    'transport_modes', 'packages', 'positive_list', 'import_rates'));
