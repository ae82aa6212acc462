"""The stage: one prototype, its inspector, its counterparts, its clock, its link."""
