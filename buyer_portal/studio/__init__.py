"""What the studio shows, without a framework: screens, boards, personas, shared links."""
