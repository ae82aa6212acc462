"""Words and looks: every text where it stands, and the skins."""
