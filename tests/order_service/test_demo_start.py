"""The demo starts: what its sellers and buyers did before has been done, with its receipts."""

from buyer_portal.order_service.app import make_order_service
from buyer_portal.order_service.columns import table_of
from buyer_portal.order_service.receipts.tables import ReceiptRow
from buyer_portal.settings import Settings


def test_demo_starts_with_receipts_of_its_own(tmp_path):
    settings = Settings.model_validate({"mode": "demo", "data_dir": tmp_path})
    settings.prepare_data_dir()

    made = make_order_service(settings)

    database = made.service.database
    kinds = database.read_now(
        lambda connection: list(connection.execute(table_of(ReceiptRow).select()).scalars())
    )
    database.close()
    assert kinds
