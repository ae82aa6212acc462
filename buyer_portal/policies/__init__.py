"""Who can cancel when, as data: floor, markets and sellers, and the loader that merges them."""
