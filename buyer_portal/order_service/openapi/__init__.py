"""The contract as OpenAPI: made from the routes, completed with problems, links and examples."""
