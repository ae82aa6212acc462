"""Page objects: one a screen, with locators and actions in the words of a buyer."""
