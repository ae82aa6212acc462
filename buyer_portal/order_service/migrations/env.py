"""Change here how Alembic reaches the database: by the connection that ``migrate`` hands it."""

from typing import cast

from alembic import context
from sqlalchemy import Connection

from buyer_portal.order_service.tables import METADATA

connection = cast("Connection", context.config.attributes["connection"])
context.configure(connection=connection, target_metadata=METADATA)
context.run_migrations()
