"""An order service of another shape: a Shopify-shaped shop in the portal's contract."""
