"""Change here what is checked of the parts of the contract that a service may leave out."""

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel

from buyer_portal.conformance.kit import Kit
from buyer_portal.conformance.registry import Area, check
from buyer_portal.order_contract.changes import OrderChoices
from buyer_portal.order_contract.conversations import Conversation, ConversationsPage
from buyer_portal.order_contract.orders import SellerPolicy
from buyer_portal.order_contract.probes import Feature
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.refusals import RefusalOffer
from buyer_portal.order_contract.standing import StandingAnswer
from buyer_portal.order_contract.support import TicketDraft, TicketsPage

_QUESTIONS: Final[Mapping[Feature, tuple[tuple[str, type[BaseModel]], ...]]] = {
    Feature.CONVERSATIONS: (
        ("/v1/conversations", ConversationsPage),
        ("/v1/orders/{order}/conversation", Conversation),
    ),
    Feature.CHANGES: (("/v1/orders/{order}/choices", OrderChoices),),
    Feature.REFUSALS: (("/v1/orders/{order}/refusal", RefusalOffer),),
    Feature.STANDING: (("/v1/standing", StandingAnswer),),
    Feature.SUPPORT: (("/v1/support/tickets", TicketsPage), ("/v1/support/draft", TicketDraft)),
}


@check(Area.FEATURES, "A feature that is offered answers as the contract says.", is_reading=True)
async def offered_features_answer(kit: Kit) -> None:
    """Ask what can be asked without changing anything."""
    buyer = await kit.reader()
    order = (await buyer.all_orders())[0]
    for feature, questions in _QUESTIONS.items():
        for path, answer in questions:
            reply = await buyer.get(path.format(order=order))
            if feature in kit.readiness.features:
                reply.good(answer)
            else:
                reply.refused(ProblemCode.NOT_FOUND, status=404)


@check(Area.FEATURES, "A seller's policy can be read.", is_reading=True)
async def policies_can_be_read(kit: Kit) -> None:
    """Read the policy of the first order's seller."""
    buyer = await kit.reader()
    detail = await buyer.order((await buyer.all_orders())[0])
    reply = await buyer.get(f"/v1/sellers/{detail.seller.id}/policy")
    said = reply.good(SellerPolicy)
    reply.must(said.seller.id == detail.seller.id, detail.seller.id, said.seller.id)
    (await buyer.get("/v1/sellers/nobody/policy")).refused(ProblemCode.NOT_FOUND, status=404)
