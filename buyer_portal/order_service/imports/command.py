"""Change here the words of ``python -m buyer_portal import`` and what it says when it is done."""

import argparse

from buyer_portal.importers import PayloadFormat


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what the command takes."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file of orders, of any size")
    parser.add_argument(
        "--format",
        required=True,
        choices=[str(one) for one in PayloadFormat],
        help="whose payload the files hold",
    )
    parser.add_argument(
        "--buyer",
        default="",
        metavar="EMAIL",
        help="give every order to this account; otherwise one account per buyer of the payload",
    )
