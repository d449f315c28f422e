"""What is true: states, deadlines, ladders, tallies, the record. Imports no other room."""
