"""Support tickets: what a buyer asks when nothing else helps, with everything already filled in."""
