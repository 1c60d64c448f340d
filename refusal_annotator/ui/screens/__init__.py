"""The screens of the window, one for each entry of the rail."""
