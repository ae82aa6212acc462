"""Print the page ``docs/policy/truth-table.md``: ``python -m buyer_portal.policies``."""

import sys

from buyer_portal.policies.truth_table import truth_table

if __name__ == "__main__":
    sys.stdout.write(truth_table())
