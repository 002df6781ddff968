"""Finding records: by words, by filters, through lookup fields."""
