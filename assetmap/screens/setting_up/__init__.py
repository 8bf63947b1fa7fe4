"""What the screen “Your place” is made of: setting up, settings, lists to bring in, other places on this computer."""
