"""The pages, a module for each place one can go to."""
