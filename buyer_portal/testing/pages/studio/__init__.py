"""Page objects of the studio: one a screen, with locators and actions in a designer's words."""

from buyer_portal.testing.missing import advice

try:
    from buyer_portal.testing.pages.studio.board_page import BoardPage
    from buyer_portal.testing.pages.studio.flow_map_page import FlowMapPage
    from buyer_portal.testing.pages.studio.handoff_page import HandoffPage
    from buyer_portal.testing.pages.studio.link_page import RefusedLinkPage
    from buyer_portal.testing.pages.studio.link_panel import LinkPanel
    from buyer_portal.testing.pages.studio.policy_editor_page import PolicyEditorPage
    from buyer_portal.testing.pages.studio.prototype import Prototype
    from buyer_portal.testing.pages.studio.record_page import RecordPage
    from buyer_portal.testing.pages.studio.shell import StudioShell
    from buyer_portal.testing.pages.studio.stage_page import StagePage
    from buyer_portal.testing.pages.studio.words_page import WordsPage
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(advice(), name=error.name) from error

__all__ = [
    "BoardPage",
    "FlowMapPage",
    "HandoffPage",
    "LinkPanel",
    "PolicyEditorPage",
    "Prototype",
    "RecordPage",
    "RefusedLinkPage",
    "StagePage",
    "StudioShell",
    "WordsPage",
]
