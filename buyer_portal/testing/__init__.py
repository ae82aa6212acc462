"""What authors of end-to-end tests import: page objects, tenants, fixtures."""
