"""What the pages promise to those who test and prototype them: screens, controls, ways between."""
